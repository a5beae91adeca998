import type { CreditMeasure, CreditScale, ParticipantTerms } from '../credit/shapes.ts';
import type { Wording } from './provision.ts';

interface Part {
  readonly name: Wording | null;
  readonly text: Wording;
}

/** 'up to 24 months' behind each measure that has a longest time. */
function measureParts(measures: readonly CreditMeasure[]): readonly Part[] {
  return measures.map(({ zh, en, monthsMax }) => ({
    name: { zh, en },
    text:
      monthsMax === null
        ? { zh: '不设最长期限', en: 'no longest time' }
        : { zh: `最长 ${monthsMax} 个月`, en: `up to ${monthsMax} months` },
  }));
}

/** One line for each level: how long it is valid and what it brings with it; then the ways of repair. */
function scaleParts(scale: CreditScale): readonly Part[] {
  const named = (code: string) => scale.measures.find((each) => each.code === code);
  const levels = scale.levels.map((level): Part => {
    const codes = [
      ...new Set([...level.manufacturer, ...level.distributor].map((each) => each.measure)),
    ].flatMap((code) => named(code) ?? []);
    return {
      name: { zh: level.zh, en: level.en },
      text: {
        zh: `有效期 ${level.validMonths} 个月；${codes.map((each) => each.zh).join('、')}`,
        en: `valid ${level.validMonths} months; ${codes.map((each) => each.en).join(', ')}`,
      },
    };
  });
  const repairs: Part = {
    name: { zh: '信用修复', en: 'Repair' },
    text: {
      zh: scale.repairs.map((each) => each.zh).join('、'),
      en: scale.repairs.map((each) => each.en).join(', '),
    },
  };
  return [...levels, repairs];
}

const kinds: Readonly<Record<ParticipantTerms['kind'], Wording>> = {
  institution: { zh: '医疗机构', en: 'Institutions' },
  manufacturer: { zh: '生产企业', en: 'Manufacturers' },
  distributor: { zh: '配送企业', en: 'Distributors' },
  bureau: { zh: '医保部门', en: 'Bureaus' },
  operator: { zh: '平台运行机构', en: 'Platform operators' },
  fund: { zh: '医保经办机构', en: 'Fund agencies' },
};

function participantParts(terms: readonly ParticipantTerms[]): readonly Part[] {
  return terms.map(({ kind, duties, incentives, penalties }) => {
    const all = [...duties, ...incentives, ...penalties];
    return {
      name: kinds[kind],
      text: { zh: all.map((each) => each.zh).join('；'), en: all.map((each) => each.en).join('; ') },
    };
  });
}

/** Values of the credit pack in words. */
export function creditParts(
  shape: 'creditMeasures' | 'creditScale' | 'participantTerms',
  value: unknown,
): readonly Part[] {
  switch (shape) {
    case 'creditMeasures':
      return measureParts(value as readonly CreditMeasure[]);
    case 'creditScale':
      return scaleParts(value as CreditScale);
    case 'participantTerms':
      return participantParts(value as readonly ParticipantTerms[]);
  }
}
