import type { Basis } from '../result.ts';

/** Articles that rounds rest on where no dated provision carries them. */
export const articles = {
  screening: { document: 'sx-2021-09', article: '二（一）', clause: 'SX-2.1' },
  jointChoice: { document: 'gy-draft', article: '三（二）', clause: 'GY-3.2' },
  data: { document: 'gy-draft', article: '四（一）', clause: 'GY-4.1' },
  plan: { document: 'gy-draft', article: '四（二）', clause: 'GY-4.2' },
  leads: { document: 'gy-draft', article: '三（一）', clause: 'GY-3.1' },
  approval: { document: 'gy-draft', article: '五（二）', clause: 'GY-5.2' },
  timetable: { document: 'gy-draft', article: '五（一）', clause: 'GY-5.1' },
  supervision: { document: 'gy-draft', article: '五（四）', clause: 'GY-5.4' },
  institutions: { document: 'sx-2021-09', article: '二（三）', clause: 'SX-2.3' },
  units: { document: 'sx-2021-09', article: '三（二）', clause: 'SX-3.2a' },
  modes: { document: 'sx-2021-09', article: '三（二）', clause: 'SX-3.2b' },
  renewal: { document: 'sx-2021-09', article: '三（三）', clause: 'SX-3.3' },
  alliance: { document: 'js-2020-22', article: '20', clause: 'JS-20' },
  fair: { document: 'js-2020-22', article: '23', clause: 'JS-23' },
  levels: { document: 'hn-draft-2023', article: '三（四）', clause: 'HN-4' },
  union: { document: 'hn-draft-2023', article: '三（五）', clause: 'HN-5' },
  organisers: { document: 'gd-2020-07', article: '二（二）', clause: 'GD-2' },
  twoPersons: { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' },
} as const satisfies Record<string, Basis>;
