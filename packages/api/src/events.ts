/** Every event that a command may write into the journal, in words. A test fails on one that is missing here. */
export const eventTexts = {
  'account.added': { zh: '新增用户', en: 'User added' },
  'account.signedIn': { zh: '登录', en: 'Signed in' },
  'bargain.opened': { zh: '发起议价', en: 'Bargain opened' },
  'portal.noticeEntered': { zh: '录入公告', en: 'Notice entered' },
  'portal.noticePublished': { zh: '发布公告', en: 'Notice published' },
  'portal.noticeWithdrawn': { zh: '撤下公告', en: 'Notice withdrawn' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
