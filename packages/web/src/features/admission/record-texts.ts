import { defineTexts } from '../../i18n/texts.ts';

export const recordTexts = defineTexts({
  zh: {
    title: '企业提交、待核实的价格',
    intro: '核实后才计入；对照企业上传的证明材料核实。',
    verify: '核实通过',
    verifyAll: (n: number) => `${n} 条全部核实通过`,
    verifyEffects: ['该价格即计入最低价比对', '本申请的条件随即重新核对', '低于挂网价的产品将通知企业申报'],
    reject: '不符',
    rejectEffects: ['该价格不计入任何比对', '本申请的条件随即重新核对', '企业可以看到原因'],
    verified: '已核实',
    rejected: '已记为不符',
    since: (day: string) => `${day} 起`,
  },
  en: {
    title: 'Prices of the applicant, to be verified',
    intro: 'They count once verified; compare them with the files of the application.',
    verify: 'Verify',
    verifyAll: (n: number) => `Verify all ${n}`,
    verifyEffects: [
      'The price counts from now on',
      'The conditions of this application are checked anew',
      'Makers of dearer listings are told to declare it',
    ],
    reject: 'Untrue',
    rejectEffects: [
      'The price counts nowhere',
      'The conditions of this application are checked anew',
      'The applicant sees the reason',
    ],
    verified: 'Verified',
    rejected: 'Rejected',
    since: (day: string) => `from ${day}`,
  },
});
