import type { Basis } from '../result.ts';

/** Clauses that set a rule of listings without a figure, so that no policy parameter carries them. */
export const listingBasis = {
  /** 带码挂网 (HN-2). */
  coded: { document: 'hn-draft-2023', article: '二（二）', clause: 'HN-2' },
  /** 有效注册证或备案凭证 (HN-6a). */
  certified: { document: 'hn-draft-2023', article: '四（六）', clause: 'HN-6a' },
  /** 各级平台分步并入，全省唯一平台 (HN-1). */
  onePlatform: { document: 'hn-draft-2023', article: '二（一）', clause: 'HN-1' },
  /** 三种形式的产品 (JS-4). */
  forms: { document: 'js-2020-22', article: '4', clause: 'JS-4' },
  /** 谁备案谁采购 (JS-18). */
  filedByItself: { document: 'js-2020-22', article: '18', clause: 'JS-18' },
  /** 中选产品供相关医疗机构采购 (JS-20). */
  members: { document: 'js-2020-22', article: '20', clause: 'JS-20' },
  /** 录入者不审批 (HN-15). */
  twoPersons: { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' },
  /** 目录和挂网价动态调整，留存理由和依据 (HN-7b). */
  adjusted: { document: 'hn-draft-2023', article: '四（七）', clause: 'HN-7b' },
  /** 按最低价挂网 (JS-7). */
  lowest: { document: 'js-2020-22', article: '7', clause: 'JS-7' },
  /** 新最低价及时申报 (JS-13a). */
  declared: { document: 'js-2020-22', article: '13', clause: 'JS-13a' },
  /** 未及时、不实申报的暂停挂网 (JS-13c). */
  lateDeclaration: { document: 'js-2020-22', article: '13', clause: 'JS-13c' },
  /** 1年无销售的暂停挂网，医疗机构书面申请恢复 (JS-14a). */
  noSale: { document: 'js-2020-22', article: '14', clause: 'JS-14a' },
  /** 不适宜的产品退出目录 (JS-3). */
  unsuitable: { document: 'js-2020-22', article: '3', clause: 'JS-3' },
  /** 城市管理的产品统一后由省管理 (JS-5). */
  unified: { document: 'js-2020-22', article: '5', clause: 'JS-5' },
  /** 统一产品挂网和撤网标准 (SX-5.8). */
  oneStandard: { document: 'sx-2021-09', article: '五（八）', clause: 'SX-5.8' },
  /** 一旦纳入上级集采，停止续采 (GY-2.4). */
  widerRound: { document: 'gy-draft', article: '二（四）', clause: 'GY-2.4' },
  /** 停产、停售、变更注册 (JS-14b). */
  stopped: { document: 'js-2020-22', article: '14', clause: 'JS-14b' },
  /** 质量问题应急处置 (SX-5.2). */
  quality: { document: 'sx-2021-09', article: '五（二）', clause: 'SX-5.2' },
  /** 配送率低、屡犯不改的取消挂网资格 (HN-11b). */
  lowDelivery: { document: 'hn-draft-2023', article: '六（十一）', clause: 'HN-11b' },
  /** 按约定价格采购，优先中选产品 (JS-25a). */
  selectedPrice: { document: 'js-2020-22', article: '25', clause: 'JS-25a' },
  /** 联盟采购同类产品全省价格协同 (JS-24). */
  coordinated: { document: 'js-2020-22', article: '24', clause: 'JS-24' },
  /** 不良记录限制或取消挂网 (JS-38). */
  badRecord: { document: 'js-2020-22', article: '38', clause: 'JS-38' },
} as const satisfies Record<string, Basis>;
