/** Lists that have to be public before they take effect; the length of each is a provision (`publicity.period`). */
export const publicityKinds = [
  'admission',
  'linkage',
  'filing',
  'panel',
  'qualification',
  'directory',
  'award',
] as const;
export type PublicityKind = (typeof publicityKinds)[number];

export const publicityKindNames: Readonly<
  Record<PublicityKind, { readonly zh: string; readonly en: string }>
> = {
  admission: { zh: '挂网公示', en: 'Admission to the directory' },
  linkage: { zh: '价格联动公示', en: 'Price linkage' },
  filing: { zh: '备案采购公示', en: 'Filing purchases' },
  panel: { zh: '专家评审公示', en: 'Expert panel' },
  qualification: { zh: '企业资质公示', en: 'Qualifications' },
  directory: { zh: '目录调整公示', en: 'Changes of the directory' },
  award: { zh: '拟中选结果公示', en: 'Results of rounds' },
};
