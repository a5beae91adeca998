import { refusals } from './endpoint.ts';

export const tenderRefusals = refusals({
  'tender.unknownPack': { zh: '没有这个规则包', en: 'There is no such round pack', status: 404 },
  'tender.unknown': { zh: '没有这个集采项目', en: 'There is no such round', status: 404 },
  'tender.wrongState': {
    zh: '项目处于“{state}”阶段，不能进行此操作',
    en: 'The round is in state {state}; this cannot be done now',
  },
  'request.stale': {
    zh: '内容已被他人更新，请刷新后再试',
    en: 'Somebody changed this in the meantime; reload and try again',
  },
});
export type TenderRefusal = keyof typeof tenderRefusals;

/** The texts of some refusals, for one endpoint. */
export function some<K extends TenderRefusal>(...codes: readonly K[]): Pick<typeof tenderRefusals, K> {
  return Object.fromEntries(codes.map((code) => [code, tenderRefusals[code]])) as Pick<
    typeof tenderRefusals,
    K
  >;
}
