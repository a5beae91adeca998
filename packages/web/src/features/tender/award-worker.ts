import {
  type BundleHashes,
  type BundleVerdict,
  bundleOf,
  bundleText,
  verifyBundle,
} from '@daylight/rules/award/bundle.ts';
import { readRound } from '@daylight/rules/award/round-shape.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import type { AwardOutcome } from '@daylight/rules/award/outcome.ts';
import type { Round } from '@daylight/rules/award/round.ts';
import { inventRound } from '@daylight/rules/award/trial.ts';
import { roundOfCase } from '@daylight/rules/award/worked-case.ts';
import type { AllocationLine, Answer, AwardView, FromWorker, Job, Stage, ToWorker } from './award-session.ts';

/** Runs the award engine beside the page, so that a national round does not freeze it. Nothing is sent anywhere. */
type Tell = (stage: Stage, percent?: number) => void;

interface Held {
  readonly round: Round;
  readonly result: AwardOutcome;
  readonly text: string | null;
}
let held: Held | null = null;

async function textOf(file: Blob, tell: Tell): Promise<string | null> {
  const reader = file.stream().getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let read = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(decoder.decode(value, { stream: true }));
      read += value.length;
      tell('file', Math.floor((read / Math.max(1, file.size)) * 100));
    }
    parts.push(decoder.decode());
  } catch {
    return null;
  }
  return parts.join('');
}

interface Seen {
  readonly round: Round;
  readonly result: AwardOutcome;
  readonly hashes: BundleHashes | null;
  readonly bytes: number | null;
  readonly since: number;
}
function viewOf(verdict: Pick<BundleVerdict, 'intact' | 'engine' | 'differences'>, seen: Seen): Answer {
  const { round, result, hashes, bytes, since } = seen;
  const view: AwardView = {
    intact: verdict.intact,
    engine: verdict.engine,
    differences: verdict.differences,
    hashes,
    pack: round.pack,
    units: result.units,
    bids: result.bids,
    regions: result.regions,
    firmNames: new Map(round.firms.map(({ id, name }) => [id, name])),
    products: new Map(round.products.map(({ id, name, category }) => [id, { name, category }])),
    size: {
      institutions: round.institutions.length,
      lines: round.demand.institution.length,
      allocated: result.allocation.institution.length,
      bytes,
    },
    took: Math.round(performance.now() - since),
  };
  return { kind: 'view', view };
}

interface Given {
  readonly text: string;
  readonly bytes: number;
  readonly since: number;
}
function verify({ text, bytes, since }: Given, tell: Tell): Answer {
  tell('parse');
  let bundle: unknown;
  try {
    bundle = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', why: 'notJson' };
  }
  const verdict = verifyBundle(bundle, tell);
  if (verdict.result === null) return { kind: 'faults', faults: verdict.faults };
  // What could be verified has the form of a bundle.
  const { round, hashes } = bundle as { round: Round; hashes: BundleHashes };
  held = { round, result: verdict.result, text };
  tell('show');
  return viewOf(verdict, { round, result: verdict.result, hashes, bytes, since });
}

function example({ pack, worked }: Extract<Job, { kind: 'example' }>, since: number, tell: Tell): Answer {
  tell('make');
  const readable = readPack(pack);
  if (!readable.ok) return { kind: 'faults', faults: readable.faults };
  const read = readRound(roundOfCase(readable.value, worked));
  if (!read.ok) return { kind: 'faults', faults: read.faults };
  const text = bundleText(bundleOf(read.value));
  return verify({ text, bytes: new Blob([text]).size, since }, tell);
}

function tryOut({ pack, recipe }: Extract<Job, { kind: 'try' }>, since: number, tell: Tell): Answer {
  tell('make');
  const read = readRound(inventRound(pack, recipe));
  if (!read.ok) return { kind: 'faults', faults: read.faults };
  tell('award');
  const { result, hashes, engine } = bundleOf(read.value);
  held = { round: read.value, result, text: null };
  tell('show');
  const verdict = { intact: true, engine, differences: [] };
  return viewOf(verdict, { round: read.value, result, hashes, bytes: null, since });
}

function allocationOf(wanted: string): readonly AllocationLine[] {
  if (held === null) return [];
  const { institutions, products, institution, product, own, more } = held.result.allocation;
  const regionOf = new Map(held.round.institutions.map(({ id, region }) => [id, region]));
  const place = products.indexOf(wanted);
  const lines: AllocationLine[] = [];
  for (let line = 0; line < product.length; line += 1) {
    if (product[line] !== place) continue;
    const id = institutions[institution[line] ?? -1] ?? '';
    lines.push({
      institution: id,
      region: regionOf.get(id) ?? '',
      own: own[line] ?? 0,
      more: more[line] ?? 0,
    });
  }
  return lines;
}

function heldBundle(): Blob {
  const text = held === null ? '' : (held.text ?? bundleText(bundleOf(held.round)));
  return new Blob([text], { type: 'application/json' });
}

async function work(job: Job, tell: Tell): Promise<Answer> {
  const since = performance.now();
  switch (job.kind) {
    case 'verify': {
      tell('file', 0);
      const text = await textOf(job.file, tell);
      if (text === null) return { kind: 'unreadable', why: 'notText' };
      return verify({ text, bytes: job.file.size, since }, tell);
    }
    case 'example':
      return example(job, since, tell);
    case 'try':
      return tryOut(job, since, tell);
    case 'allocation':
      return { kind: 'allocation', lines: allocationOf(job.product) };
    case 'bundle':
      return { kind: 'bundle', bundle: heldBundle() };
  }
}

function send(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has one page and no origin to name
  postMessage(message);
}

addEventListener('message', (event: MessageEvent<ToWorker>) => {
  const { id, job } = event.data;
  const tell: Tell = (stage, percent) => send({ id, stage, percent: percent ?? null });
  void work(job, tell)
    // A bundle may be built to break the engine; the page says so and goes on.
    .catch((): Answer => ({ kind: 'unreadable', why: 'failed' }))
    .then((answer) => send({ id, answer }));
});
