/** What other features may ask of evidence. */
export { type AttachRefusal, type Attachment, type Subject, attach, filesOf, passOn } from './attach.ts';
export { checkEvidenceMeans, evidenceHealth } from './means.ts';
