/** What other features may ask of evidence. */
export { type AttachRefusal, type Attachment, type Subject, attach, filesOf, passOn } from './attach.ts';
export { checkEvidenceMeans, evidenceHealth, evidenceStorage } from './means.ts';
export { fileKey as evidenceKey } from './store.ts';
export { MissingObject } from './storage.ts';
