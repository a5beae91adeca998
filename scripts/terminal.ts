import { Writable } from 'node:stream';
import { createInterface } from 'node:readline/promises';

/** What the start prints: one line per step, rewritten on a terminal while the step goes on. */
export class Progress {
  private name = '';
  private begun = 0;
  private shown = '';
  private readonly live = process.stdout.isTTY === true;

  begin(name: string): void {
    this.name = name;
    this.begun = performance.now();
    this.shown = '';
    if (this.live) this.rewrite(`· ${name} …`);
  }

  /** A word from inside the step. */
  note(line: string): void {
    if (line === this.shown) return;
    this.shown = line;
    if (this.live) this.rewrite(`· ${this.name} … ${line}`);
    else console.log(`· ${this.name}: ${line}`);
  }

  done(detail = ''): void {
    const seconds = ((performance.now() - this.begun) / 1000).toFixed(1);
    const text = `✓ ${this.name}${detail === '' ? '' : `: ${detail}`} (${seconds} s)`;
    if (this.live) this.rewrite(`${text}\n`);
    else console.log(text);
    this.name = '';
  }

  /** A line that stays. */
  say(line: string): void {
    if (this.live && this.name !== '') this.rewrite(`${line}\n`);
    else console.log(line);
  }

  failed(): void {
    if (this.name === '') return;
    if (this.live) this.rewrite(`✗ ${this.name}\n`);
    else console.log(`✗ ${this.name}`);
    this.name = '';
  }

  private rewrite(text: string): void {
    const width = (process.stdout.columns ?? 80) - 1;
    const fitting = text.endsWith('\n') ? text : cut(text, width);
    process.stdout.write(`\r\u001B[K${fitting}`);
  }
}

/** Columns on a terminal: a Chinese character takes two. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(sign)
      ? 2
      : 1;
  return width;
}

function cut(text: string, width: number): string {
  let kept = '';
  for (const sign of text) {
    if (widthOf(kept + sign) > width) break;
    kept += sign;
  }
  return kept;
}

/** Columns aligned by their width on the terminal. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))).join('   ');
  return rows.map((row) => `  ${line(row).trimEnd()}`).join('\n');
}

/** Asks on the terminal; what is typed stays hidden when `hidden`. Ctrl-C ends the program as elsewhere. */
export async function ask(question: string, hidden = false): Promise<string> {
  let muted = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) process.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  lines.on('SIGINT', () => process.emit('SIGINT'));
  const answer = lines.question(question);
  muted = hidden;
  const text = await answer;
  lines.close();
  if (hidden) process.stdout.write('\n');
  return text;
}
