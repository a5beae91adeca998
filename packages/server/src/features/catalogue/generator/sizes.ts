import type { Chance } from './chance.ts';
import type { ClassWords } from './vocabulary.ts';

const models = [
  'A',
  'B',
  'BX',
  'C',
  'CL',
  'DS',
  'E',
  'EX',
  'FR',
  'GT',
  'H',
  'JM',
  'K',
  'LP',
  'M',
  'NT',
  'PRO',
  'QS',
  'R',
  'SL',
  'TX',
  'V',
  'W',
  'XT',
  'Y',
  'ZN',
];

export interface Variant {
  readonly specification: string;
  readonly model: string;
}

/** The nth specification of a product, written as such products write theirs; no two of a product are the same. */
export function variantOf(sizes: ClassWords['sizes'], series: string, index: number): Variant {
  const model = `${series}${String(index + 1).padStart(3, '0')}`;
  const step = index % 40;
  const round = Math.floor(index / 40);
  switch (sizes) {
    case 'tube':
      return {
        specification: `${(1.5 + (step % 20) * 0.25).toFixed(2)}mm×${8 + Math.floor(step / 20) * 4 + round * 2}mm`,
        model,
      };
    case 'plate':
      return {
        specification: `${3 + (step % 12)}孔 ${40 + step * 6 + round}mm ${step % 2 === 0 ? '左' : '右'}`,
        model,
      };
    case 'thread':
      return {
        specification: `${(step % 7) - 2 <= 0 ? `${Math.abs((step % 7) - 2) + 1}-0` : `${(step % 7) - 2}#`} ${45 + 15 * (step % 4)}cm ${round + 1}/2弧 ${10 + step}mm`,
        model,
      };
    case 'sheet':
      return { specification: `${5 + (step % 10)}cm×${5 + Math.floor(step / 4) + round}cm`, model };
    case 'volume':
      return {
        specification: `${(0.5 * (1 + (step % 20))).toFixed(1)}ml ${(0.3 + 0.1 * (step % 9)).toFixed(1)}×${13 + round}mm`,
        model,
      };
    case 'count':
      return {
        specification: `${1 + (step % 20)}件/盒 ${['S', 'M', 'L', 'XL'][step % 4] ?? 'M'}${round === 0 ? '' : `-${round}`}`,
        model,
      };
  }
}

export function seriesOf(chance: Chance): string {
  return `${chance.pick(models)}${chance.pick(models)}-`;
}
