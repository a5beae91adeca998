import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const times: Wording = { zh: '次', en: 'times' };
const lines: Wording = { zh: '个规格型号', en: 'specifications' };
const fold: Wording = { zh: '倍', en: 'times' };

export const admissionKeys = {
  'admission.paths': {
    shape: 'admissionPaths',
    zh: '挂网申请类型、条件和程序',
    en: 'Ways into the directory: conditions and steps',
  },
  'admission.formalCheckWithin': { shape: 'term', zh: '形式审查期限', en: 'Time for the formal check' },
  'admission.supplementWithin': { shape: 'term', zh: '企业补正期限', en: 'Time to supply what is missing' },
  'admission.supplementsMax': {
    shape: 'count',
    unit: times,
    zh: '要求补正次数上限',
    en: 'Most requests for what is missing',
  },
  'admission.panelWithin': { shape: 'term', zh: '专家评审期限', en: 'Time for the expert opinion' },
  'admission.decideWithin': { shape: 'term', zh: '挂网决定期限', en: 'Time for the decision' },
  'admission.linesMax': {
    shape: 'count',
    unit: lines,
    zh: '一份申请的规格型号数上限',
    en: 'Most specifications in one application',
  },
  'admission.conversionFactorMax': {
    shape: 'count',
    unit: fold,
    zh: '价格记录与其他记录中位数相差多少倍以上视为转换比有误',
    en: 'How many times off the median a price record is taken for a wrong conversion',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
