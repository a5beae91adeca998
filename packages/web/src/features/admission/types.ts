import type { prepareAdmission, readAdmission } from '@daylight/api/admission.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';

export type AdmissionView = ReplyOf<typeof readAdmission>;
export type ShownLine = AdmissionView['linesJudged'][number];
export type AdmissionStateName = AdmissionView['state'];
export type AdmissionLineState = ShownLine['state'];
export type Prepared = ReplyOf<typeof prepareAdmission>;
