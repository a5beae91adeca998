import type { Fault } from '@daylight/rules/award/shape.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  AllocationLine,
  Answer,
  AwardView,
  FromWorker,
  Job,
  Stage,
  Unreadable,
} from './award-session.ts';

export interface AwardState {
  readonly stage: Stage | null;
  readonly percent: number | null;
  readonly view: AwardView | null;
  readonly faults: readonly Fault[];
  readonly why: Unreadable | null;
}
const nothing: AwardState = { stage: null, percent: null, view: null, faults: [], why: null };

export interface Award extends AwardState {
  /** Begins a job; one that still runs is given up. Answers the view, or null when there is none. */
  run(job: Extract<Job, { kind: 'verify' | 'example' | 'try' }>): Promise<AwardView | null>;
  allocation(product: string): Promise<readonly AllocationLine[]>;
  bundle(): Promise<Blob | null>;
  stop(): void;
}

interface Waiting {
  readonly done: (answer: Answer) => void;
  readonly told: (stage: Stage, percent: number | null) => void;
}

/** A worker of the page with its open questions; ended together with the page. */
class Desk {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor() {
    this.#worker = new Worker(new URL('./award-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', (event: MessageEvent<FromWorker>) => this.#hear(event.data));
    // Out of memory, or the code itself could not be loaded.
    this.#worker.addEventListener('error', () => this.end());
  }
  #hear(message: FromWorker): void {
    const waiting = this.#waiting.get(message.id);
    if ('stage' in message) {
      waiting?.told(message.stage, message.percent);
      return;
    }
    this.#waiting.delete(message.id);
    waiting?.done(message.answer);
  }
  ask(job: Job, told: Waiting['told']): Promise<Answer> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((done) => {
      this.#waiting.set(id, { done, told });
      this.#worker.postMessage({ id, job });
    });
  }
  end(): void {
    this.#worker.terminate();
    for (const { done } of this.#waiting.values()) done({ kind: 'unreadable', why: 'failed' });
    this.#waiting.clear();
  }
}

/** The award engine in a Web Worker of this page. */
export function useAward(): Award {
  const desk = useRef<Desk | null>(null);
  const [state, setState] = useState<AwardState>(nothing);
  useEffect(
    () => () => {
      desk.current?.end();
      desk.current = null;
    },
    [],
  );

  const run = useCallback<Award['run']>(async (job) => {
    desk.current?.end();
    const own = new Desk();
    desk.current = own;
    setState({ ...nothing, stage: 'file' });
    const answer = await own.ask(job, (stage, percent) =>
      setState((before) => ({ ...before, stage, percent })),
    );
    if (desk.current !== own) return null;
    const view = answer.kind === 'view' ? answer.view : null;
    setState({
      ...nothing,
      view,
      faults: answer.kind === 'faults' ? answer.faults : [],
      why: answer.kind === 'unreadable' ? answer.why : null,
    });
    return view;
  }, []);
  const ask = useCallback(
    async (job: Job): Promise<Answer | null> => (await desk.current?.ask(job, () => undefined)) ?? null,
    [],
  );
  const allocation = useCallback<Award['allocation']>(
    async (product) => {
      const answer = await ask({ kind: 'allocation', product });
      return answer?.kind === 'allocation' ? answer.lines : [];
    },
    [ask],
  );
  const bundle = useCallback(async () => {
    const answer = await ask({ kind: 'bundle' });
    return answer?.kind === 'bundle' ? answer.bundle : null;
  }, [ask]);
  const stop = useCallback(() => {
    desk.current?.end();
    desk.current = null;
    setState(nothing);
  }, []);
  return { ...state, run, allocation, bundle, stop };
}
