import { type PublicityKind, publicityKindNames } from '../publicity/kind.ts';
import { creditParts } from './credit-text.ts';
import { lowestParts, ratioParts } from './linkage-text.ts';
import type { Term, Wording } from './provision.ts';
import type {
  AdmissionPath,
  PolicyShape,
  PolicyShapes,
  ScoreSheet,
  ScreeningCriterion,
  Share,
} from './shapes.ts';
import { anomalyParts, choiceParts, zoneParts } from './zone-text.ts';

/** One line of a value; `name` is null where the value is a single thing. */
export interface ValuePart {
  readonly name: Wording | null;
  readonly text: Wording;
}

function w(zh: string, en: string): Wording {
  return { zh, en };
}
function counted(amount: number, word: string): string {
  return `${amount} ${word}${amount === 1 ? '' : 's'}`;
}

function lengthOf({ amount, unit }: Term): Wording {
  switch (unit) {
    case 'workday':
      return w(`${amount} 个工作日`, counted(amount, 'working day'));
    case 'naturalDay':
      return w(`${amount} 天`, counted(amount, 'day'));
    case 'hour':
      return w(`${amount} 小时`, counted(amount, 'hour'));
    case 'workdayHour':
      return w(`${amount} 小时（节假日不计）`, `${counted(amount, 'hour')} (days off not counted)`);
    case 'month':
      return w(`${amount} 个月`, counted(amount, 'month'));
    case 'endOfNextMonth':
      return amount === 1
        ? w('次月底', 'end of the next month')
        : w(`其后第 ${amount} 个月月底`, `end of the month ${amount} months later`);
    default:
      return unit satisfies never;
  }
}

/** A term in words; what is usual (first day not counted, to 24:00) is not said. */
export function termText(term: Term): Wording {
  const length = lengthOf(term);
  const extras: readonly Wording[] = [
    ...(term.rollover === 'nextWorkday'
      ? [w('逢休息日顺延至下一工作日', 'moves to the next working day if it ends on a day off')]
      : []),
    ...(term.rollover === 'secondWorkdayAfter'
      ? [w('遇节假日顺延至节后第 2 个工作日', 'moves to the second working day after a holiday')]
      : []),
    ...(term.startCounted ? [w('当日计入', 'first day counted')] : []),
    ...(term.cutoff === '24:00' ? [] : [w(`当日 ${term.cutoff} 截止`, `until ${term.cutoff}`)]),
  ];
  if (extras.length === 0) return length;
  return w(
    `${length.zh}，${extras.map((each) => each.zh).join('，')}`,
    `${length.en}, ${extras.map((each) => each.en).join(', ')}`,
  );
}

/** 30/100 reads as 30%; a share that is no whole percent stays a fraction rather than being rounded. */
export function shareText({ over, under }: Share): string {
  return (over * 100) % under === 0 ? `${(over * 100) / under}%` : `${over}/${under}`;
}

const words: Readonly<Record<string, Wording>> = {
  highValueSix: w('高值“六大类”', 'High-value, six classes'),
  highValueFive: w('高值“五大类”', 'High-value, five classes'),
  ordinary: w('普通医用耗材', 'Ordinary'),
  reagent: w('检验检测试剂', 'Reagents'),
  province: w('省', 'Province'),
  city: w('市', 'City'),
  county: w('县（市、区）', 'County'),
  nation: w('全国', 'Nation'),
  initiator: w('备案发起机构', 'The initiating institution'),
  members: w('参加的医疗机构', 'The institutions taking part'),
  provinceManaged: w('省级管理', 'Managed by the province'),
  cityManaged: w('市级管理', 'Managed by the city'),
  filing: w('备案采购', 'Filing purchase'),
  alliance: w('组团联盟', 'Alliance'),
  provincial: w('全国省级挂网价', 'Provincial prices nationwide'),
  provincialAndOwnCities: w('全国省级挂网价及本省各市挂网价', 'Provincial prices nationwide and own cities'),
  provincialAndCities: w('全国省、市级挂网价', 'Provincial and city prices nationwide'),
  public: w('公立', 'Public'),
  military: w('军队', 'Military'),
  private: w('非公立', 'Private'),
  manufacturer: w('生产企业', 'The manufacturer'),
  agent: w('境外产品全国总代理', 'The national agent'),
  distributor: w('配送企业', 'The distributor'),
  enterprise: w('企业必备', 'needed by the enterprise'),
  product: w('按产品必备', 'needed for each product'),
  optional: w('可选', 'optional'),
  institution: w('医疗机构', 'The institution'),
  bureau: w('医保部门', 'The bureau'),
  automatic: w('系统自动确认', 'By the system, at once'),
  byEnterprise: w('企业确认', 'By the enterprise'),
  none: w('不作限制', 'Not limited'),
  explain: w('说明理由', 'With an explanation'),
  approve: w('说明理由并经审批人审批', 'With an explanation, after approval'),
  block: w('不得下单', 'Not ordered'),
  highest: w('最高中选价', 'The highest selected price'),
  mean: w('平均中选价', 'The mean of the selected prices'),
  lowest: w('最低中选价', 'The lowest selected price'),
  三级: w('三级', 'Tertiary'),
  二级: w('二级', 'Level 2'),
  一级: w('一级', 'Level 1'),
  未定级: w('未定级', 'No level'),
  'admission.coded': w('有国家医保代码', 'a national code'),
  'admission.certified': w('有注册证或备案凭证', 'a certificate'),
  'admission.holder': w('由生产企业或全国总代理申请', 'the manufacturer or national agent applies'),
  'admission.qualified': w('资质齐全有效', 'valid qualifications'),
  'admission.notListed': w('尚未挂网', 'not listed yet'),
  'admission.shortlisted': w('原已入围', 'formerly shortlisted'),
  'admission.records': w('挂网或备案采购记录', 'listing or filing records'),
  'admission.lowestPrice': w('申报最低价', 'the lowest price is declared'),
  'admission.panel': w('专家评审', 'expert panel'),
  'admission.publicity': w('公示', 'publicity'),
  'admission.decision': w('决定', 'decision'),
};
function wordOf(code: string): Wording {
  return words[code] ?? w(code, code);
}
function joined(list: readonly Wording[]): Wording {
  return w(list.map((each) => each.zh).join('、'), list.map((each) => each.en).join(', '));
}

/** One way into the directory: its name, what it asks for and its steps. */
function pathPart(path: AdmissionPath): ValuePart {
  const asks = joined(path.conditions.map(({ kind }) => wordOf(`admission.${kind}`)));
  const steps = joined([...path.steps, 'decision'].map((step) => wordOf(`admission.${step}`)));
  const { article } = path;
  return {
    name: w(path.zh, path.en),
    text: w(`${asks.zh}；${steps.zh}（${article}）`, `${asks.en}; ${steps.en}`),
  };
}

function sheetParts(sheet: ScoreSheet): readonly ValuePart[] {
  const total = sheet.criteria.reduce((sum, each) => sum + each.weight, 0);
  const statistic = {
    mean: w('各评委总分的平均值', 'mean of the members’ totals'),
    median: w('各评委总分的中位数', 'median of the members’ totals'),
    trimmedMean: w(
      `去掉最高、最低各 ${sheet.trim} 个总分后的平均值`,
      `mean without the ${sheet.trim} highest and ${sheet.trim} lowest totals`,
    ),
  }[sheet.statistic];
  return [
    ...sheet.criteria.map((each) => ({
      name: w(each.zh, each.en),
      text: w(`权重 ${each.weight}/${total}`, `weight ${each.weight}/${total}`),
    })),
    { name: w('满分', 'Scale'), text: w(`${sheet.scale} 分`, `${sheet.scale} points`) },
    { name: w('结果', 'Result'), text: statistic },
    { name: w('通过分', 'Threshold'), text: w(`${sheet.threshold} 分`, `${sheet.threshold} points`) },
  ];
}

function criterionPart({ zh, en, weight, by, full }: ScreeningCriterion): ValuePart {
  const how = {
    rank: w('按候选品种排序得分', 'by place among the candidates'),
    upTo: w(`达到 ${full} 得满分`, `all points from ${full}`),
    downTo: w(`达到 ${full} 不得分`, `no points from ${full}`),
  }[by];
  return { name: w(zh, en), text: w(`权重 ${weight}，${how.zh}`, `weight ${weight}, ${how.en}`) };
}

const single = (text: Wording): readonly ValuePart[] => [{ name: null, text }];
function named(value: Readonly<Record<string, string>>): readonly ValuePart[] {
  return Object.entries(value).map(([name, code]) => ({ name: wordOf(name), text: wordOf(code) }));
}

function qualificationParts(kinds: PolicyShapes['qualificationKinds']): readonly ValuePart[] {
  return kinds.map((kind) => ({
    name: w(kind.zh, kind.en),
    text: w(
      `${joined(kind.holders.map(wordOf)).zh}；${wordOf(kind.need).zh}`,
      `${joined(kind.holders.map(wordOf)).en}; ${wordOf(kind.need).en}`,
    ),
  }));
}

function extraParts({ areas, perArea }: PolicyShapes['extraDistributors']): readonly ValuePart[] {
  return single(
    w(`${areas.join('、')}：各可增加 ${perArea} 家`, `${areas.join(', ')}: ${perArea} more each`),
  );
}

function deliveryParts(terms: PolicyShapes['deliveryTerms']): readonly ValuePart[] {
  return [
    { name: w('一般', 'Ordinary'), text: termText(terms.ordinary) },
    { name: w('一般（偏远、冷链）', 'Ordinary, remote or cold chain'), text: termText(terms.ordinaryRemote) },
    { name: w('急抢救', 'Urgent'), text: termText(terms.urgent) },
    { name: w('急抢救（偏远）', 'Urgent, remote'), text: termText(terms.urgentRemote) },
  ];
}

function publicityParts(terms: PolicyShapes['termByPublicityKind']): readonly ValuePart[] {
  return Object.entries(terms).map(([kind, term]) => ({
    name: publicityKindNames[kind as PublicityKind],
    text: termText(term),
  }));
}

function countText(count: string, unit: Wording | null): Wording {
  return w(`${count} ${unit?.zh ?? ''}`.trim(), `${count} ${unit?.en ?? ''}`.trim());
}

/** How places are named: a code without a pack stays a code. */
export type PlaceName = (code: string) => Wording;

/**
 * The value of a parameter in words, by its shape. The server has checked that the value is of that shape; `unit`
 * stands behind a bare number.
 */
export function valueParts(
  { shape, value, unit }: { readonly shape: string; readonly value: unknown; readonly unit: Wording | null },
  placeName: PlaceName,
): readonly ValuePart[] {
  const known = shape as PolicyShape;
  switch (known) {
    case 'term':
      return single(termText(value as PolicyShapes['term']));
    case 'count':
      return single(countText(String(value), unit));
    case 'share':
    case 'flag':
      return single(plainWords(known, value));
    case 'automatic':
    case 'level':
    case 'areaLevel':
    case 'appointer':
    case 'ownerships':
    case 'othersEffect':
    case 'selectedMeasure':
      return single(joined([value as string | string[]].flat().map(wordOf)));
    case 'qualificationKinds':
      return qualificationParts(value as PolicyShapes['qualificationKinds']);
    case 'codedList':
      return single(joined(value as PolicyShapes['codedList']));
    case 'levelByClass':
    case 'managerByClass':
    case 'priceReferenceByClass':
    case 'visibility':
      return named(value as Readonly<Record<string, string>>);
    case 'jurisdiction':
    case 'jurisdictions':
      return single(joined([value as string | string[]].flat().map(placeName)));
    case 'zoneRule':
    case 'zoneRuleChoices':
      return zoneValueParts(known, value);
    case 'extraDistributors':
      return extraParts(value as PolicyShapes['extraDistributors']);
    case 'deliveryTerms':
      return deliveryParts(value as PolicyShapes['deliveryTerms']);
    case 'anomalyRules':
      return anomalyParts(value as PolicyShapes['anomalyRules']);
    case 'lowestRule':
    case 'ratioRules':
      return linkageParts(known, value, placeName);
    case 'termByPublicityKind':
      return publicityParts(value as PolicyShapes['termByPublicityKind']);
    case 'screeningCriteria':
    case 'admissionPaths':
      return listedParts(known, value);
    case 'creditMeasures':
    case 'creditScale':
    case 'participantTerms':
      return creditParts(known, value);
    case 'scoreSheet':
      return sheetParts(value as PolicyShapes['scoreSheet']);
    default:
      return known satisfies never;
  }
}

function linkageParts(
  shape: 'lowestRule' | 'ratioRules',
  value: unknown,
  placeName: Parameters<typeof lowestParts>[1],
): readonly ValuePart[] {
  return shape === 'lowestRule'
    ? lowestParts(value as PolicyShapes['lowestRule'], placeName)
    : ratioParts(value as PolicyShapes['ratioRules']);
}

function plainWords(shape: 'share' | 'flag', value: unknown): Wording {
  if (shape === 'flag') return (value as PolicyShapes['flag']) ? w('是', 'Yes') : w('否', 'No');
  const text = shareText(value as PolicyShapes['share']);
  return w(text, text);
}

function listedParts(shape: 'screeningCriteria' | 'admissionPaths', value: unknown): readonly ValuePart[] {
  return shape === 'screeningCriteria'
    ? (value as PolicyShapes['screeningCriteria']).map(criterionPart)
    : (value as PolicyShapes['admissionPaths']).map(pathPart);
}

function zoneValueParts(shape: 'zoneRule' | 'zoneRuleChoices', value: unknown): readonly ValuePart[] {
  return shape === 'zoneRule'
    ? zoneParts(value as PolicyShapes['zoneRule'])
    : choiceParts(value as PolicyShapes['zoneRuleChoices']);
}

/** A value as one line, for exports and comparisons. */
export function valueLine(parts: readonly ValuePart[], language: keyof Wording): string {
  return parts
    .map(({ name, text }) => (name === null ? text[language] : `${name[language]}: ${text[language]}`))
    .join('; ');
}
