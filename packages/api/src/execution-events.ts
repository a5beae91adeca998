/** What the journal says about the execution of agreed volumes. */
export const executionEvents = {
  'execution.accountsOpened': { zh: '建立约定量台账', en: 'Volume accounts opened' },
  'execution.accountsStopped': { zh: '停止约定量台账', en: 'Volume accounts stopped' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
