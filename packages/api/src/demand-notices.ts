import type { NoticeText } from './notices.ts';

const detail = { zh: '{title}（{number}）', en: '{title} ({number})' } as const;
const own = '/volume-reports/{subject}/{institution}';

function to(zh: string, en: string, more: Partial<NoticeText> = {}): NoticeText {
  return { title: { zh, en }, detail, href: own, tone: 'notice', permission: 'demand.read', ...more };
}

/** What volume reporting tells the people concerned. */
export const demandNotices = {
  'demand.opened': to('请填报采购需求量', 'Report your volumes', { permission: 'demand.report' }),
  'demand.reminded': to('报量即将截止', 'Volume reporting ends soon', {
    tone: 'warning',
    detail: {
      zh: '{title}（{number}）：当前{state}，截止后不能再填报',
      en: '{title} ({number}): nothing is taken after the deadline',
    },
  }),
  'demand.toConfirm': to('报量待本单位确认', 'A volume report waits for your confirmation', {
    permission: 'demand.confirm',
  }),
  'demand.returned': to('报量被退回，请修改后重新报送', 'The volume report was sent back', {
    tone: 'warning',
    detail: { zh: '{title}（{number}）：{note}', en: '{title} ({number}): {note}' },
    permission: 'demand.report',
  }),
  'demand.accepted': to('报量已审核通过', 'The volume report was accepted', { tone: 'good' }),
  'demand.excluded': to('报量未予采纳', 'The volume report was left out', {
    tone: 'danger',
    detail: { zh: '{title}（{number}）：{note}', en: '{title} ({number}): {note}' },
  }),
  'demand.lapsed': to('未在期限内完成报量', 'Volume reporting was not completed in time', { tone: 'danger' }),
  'demand.locked': {
    title: { zh: '报量已锁定，请完成审核', en: 'Volume reports are locked and wait for review' },
    detail: {
      zh: '{title}（{number}）：{reports} 家医疗机构已报送，共 {lines} 行',
      en: '{title} ({number}): {reports} institutions reported {lines} lines',
    },
    href: '/volume-reports/rounds/{subject}',
    tone: 'notice',
    permission: 'demand.review',
  },
  'demand.published': to('约定采购量已公布', 'Agreed volumes were published', {
    href: '/open/agreed-volumes/{subject}',
    tone: 'plain',
  }),
} as const satisfies Record<string, NoticeText>;
