import { randomUUID } from 'node:crypto';

export type What = 'order' | 'answer' | 'shipment' | 'acceptance';

/** What one client asked for and what it heard: the witness that the database is compared with. */
export interface Note {
  readonly what: What;
  readonly path: string;
  readonly token: string;
  readonly body: unknown;
  readonly key: string;
  /** Own reference in the body; '' where there is none. */
  readonly reference: string;
  heard: 'nothing' | 'done' | 'refused';
  /** A refusal's code, or the reply. */
  reply: unknown;
}

export class Notebook {
  readonly notes: Note[] = [];

  /** Written down before it is sent: what nobody answered is still known to have been asked. */
  ask(asked: Omit<Note, 'key' | 'heard' | 'reply'>): Note {
    const note: Note = { ...asked, key: randomUUID(), heard: 'nothing', reply: null };
    this.notes.push(note);
    return note;
  }

  of(what: What, heard: Note['heard']): readonly Note[] {
    return this.notes.filter((note) => note.what === what && note.heard === heard);
  }
}

const patienceMs = 20_000;

/** Sends what a note says, with its key; notes what came back. A lost connection or a 503 is no answer. */
export async function send(address: string, note: Note): Promise<void> {
  try {
    const response = await fetch(`${address}${note.path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: `daylight_session=${note.token}`,
        'idempotency-key': note.key,
      },
      body: JSON.stringify(note.body),
      signal: AbortSignal.timeout(patienceMs),
    });
    const reply: unknown = await response.json();
    if (response.status === 503) return;
    if (response.status >= 500)
      throw new Faulty(`${note.path} answered ${response.status}: ${JSON.stringify(reply)}`);
    note.heard = response.ok ? 'done' : 'refused';
    note.reply = reply;
  } catch (error) {
    if (error instanceof Faulty) throw error;
  }
}

/** An answer that no crash explains. */
export class Faulty extends Error {}
