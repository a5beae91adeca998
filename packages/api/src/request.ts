import { refusals } from './endpoint.ts';

/** What any endpoint may answer besides its own refusals. */
export const requestRefusals = refusals({
  'request.malformed': { zh: '请求内容不符合要求', en: 'The request is malformed', status: 400 },
  'request.notJson': { zh: '请求内容不是有效的 JSON', en: 'The body is not valid JSON', status: 400 },
  'request.tooLarge': { zh: '请求内容超过大小限制', en: 'The request is larger than allowed', status: 413 },
  'request.keyMissing': {
    zh: '缺少 Idempotency-Key 请求头，重复提交时系统无法识别',
    en: 'The Idempotency-Key header is missing, so a repeat could not be recognised',
    status: 400,
  },
  'request.keyUsedForAnotherBody': {
    zh: '该 Idempotency-Key 已用于另一份内容，请换一个',
    en: 'This Idempotency-Key was used for another body',
  },
  'request.foreignOrigin': {
    zh: '请求来源不被允许',
    en: 'The request comes from a foreign origin',
    status: 403,
  },
  'request.unknownPath': { zh: '没有这个地址', en: 'There is no such address', status: 404 },
  'access.signInFirst': { zh: '请先登录', en: 'Sign in first', status: 401 },
  'access.notPermitted': {
    zh: '您的岗位没有这项权限',
    en: 'Your position does not include this permission',
    status: 403,
  },
  'request.stale': {
    zh: '内容已被他人更新，请刷新后再试',
    en: 'Somebody changed this in the meantime; reload and try again',
  },
  'request.exportsBusy': {
    zh: '正在进行的导出过多（每人同时最多 {perPerson} 个，全平台最多 {all} 个），请等前面的导出结束后再试',
    en: 'Too many exports are under way (at most {perPerson} at once for one person, {all} for all); try again when one has ended',
    status: 429,
  },
  'server.failed': {
    zh: '系统出现故障，已记录，请稍后再试',
    en: 'Something failed here; it was recorded',
    status: 409,
  },
  'server.unavailable': {
    zh: '系统暂时不可用，请稍后再试',
    en: 'Not available just now; try again',
    status: 409,
  },
  'server.storeFull': {
    zh: '系统存储空间不足，暂时只能查询，不能提交；数据未受影响，请稍后再试',
    en: 'The store is full: reading goes on, nothing can be entered just now. What is there is safe; try again later',
    status: 409,
  },
});

/** For endpoints that take the version that the caller saw. */
export const stale = { 'request.stale': requestRefusals['request.stale'] } as const;
