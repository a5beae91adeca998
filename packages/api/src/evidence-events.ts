/** What the journal says about evidence. */
export const evidenceEvents = {
  'evidence.begun': { zh: '开始上传文件', en: 'File begun' },
  'evidence.handedIn': { zh: '上传文件', en: 'File handed in' },
  'evidence.refused': { zh: '拒收文件', en: 'File refused' },
  'evidence.scanned': { zh: '文件通过病毒扫描', en: 'File scanned' },
  'evidence.dropped': { zh: '删除未使用的文件', en: 'Unused file removed' },
  'evidence.sweptAway': { zh: '清理未使用的文件', en: 'Unused file swept away' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
