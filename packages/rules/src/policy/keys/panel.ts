import type { PolicyKeyInfo } from '../key-info.ts';

const people = { zh: '人', en: 'experts' } as const;

export const panelKeys = {
  'panel.seats': { shape: 'count', unit: people, zh: '专家组人数', en: 'Members of an expert panel' },
  'panel.quorum': {
    shape: 'count',
    unit: people,
    zh: '评审有效的最少评分人数',
    en: 'Fewest scores for a valid review',
  },
  'panel.drawDelayMinutes': {
    shape: 'count',
    unit: { zh: '分钟', en: 'minutes' },
    zh: '名单封存至抽取的间隔',
    en: 'Minutes between freezing the list and the draw',
  },
  'panel.answerWithin': { shape: 'term', zh: '专家答复邀请的期限', en: 'Time to answer an invitation' },
  'panel.scoreWithin': { shape: 'term', zh: '专家评审期限', en: 'Time to score' },
  'panel.signWithin': { shape: 'term', zh: '评审纪要签署期限', en: 'Time to sign the minutes' },
  'panel.scoreSheet': { shape: 'scoreSheet', zh: '评分标准', en: 'Criteria of scoring' },
  'panel.specialties': { shape: 'codedList', zh: '评审专业', en: 'Specialties' },
} as const satisfies Record<string, PolicyKeyInfo>;
