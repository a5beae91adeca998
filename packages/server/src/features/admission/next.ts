import type { Application } from '@daylight/rules/admission/application.ts';
import type { Wording } from '@daylight/rules/policy/provision.ts';

/** Who acts next and what then happens: every screen says it after each step. */
export function nextWords({ state, steps, lines }: Application): Wording {
  const hasPanel = steps.includes('panel');
  const hasPublicity = steps.includes('publicity');
  switch (state) {
    case 'draft':
      return { zh: '核对预审结果后提交', en: 'Look at the pre-check, then hand it in' };
    case 'submitted':
      return {
        zh: `医保部门形式审查，通过后${hasPanel ? '组织专家评审' : hasPublicity ? '公示' : '作出决定'}`,
        en: `The bureau checks the form; then ${hasPanel ? 'experts review it' : hasPublicity ? 'it is made public' : 'it is decided'}`,
      };
    case 'supplement':
      return {
        zh: '企业在期限内补正，逾期申请失效；补正后审查时限继续计算',
        en: 'The enterprise supplies what is missing in time, or the application lapses; then the clock goes on',
      };
    case 'panel':
      return {
        zh: '专家评审，纪要确认后公示',
        en: 'Experts review it; after their minutes it is made public',
      };
    case 'publicity':
      return lines.some((line) => line.state === 'held')
        ? { zh: '异议处理完毕后对相应规格作出决定', en: 'What is objected to is decided after the objection' }
        : {
            zh: '公示期满且异议处理完毕后作出决定',
            en: 'Decided when the publicity is over and objections are',
          };
    case 'deciding':
      return {
        zh: '由审查人以外的人员作出决定，准予的即时挂网',
        en: 'Decided by somebody else than who checked; what is admitted is listed at once',
      };
    case 'listed':
      return { zh: '已进入挂网目录', en: 'In the directory' };
    case 'refused':
    case 'lapsed':
    case 'withdrawn':
      return { zh: '可重新申请', en: 'You may apply again' };
    default:
      return state satisfies never;
  }
}
