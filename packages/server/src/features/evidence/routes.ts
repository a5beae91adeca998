import * as api from '@daylight/api/evidence.ts';
import { type Route, serve, serveDownload, serveUpload } from '../../route.ts';
import { beginEvidence, chunkBytes, dropEvidence, sendEvidenceChunk } from './commands.ts';
import { finishEvidence } from './finish.ts';
import {
  downloadEvidence,
  downloadPublicEvidence,
  listLooseEvidence,
  readEvidence,
  readEvidenceLimits,
} from './queries.ts';

export const evidenceRoutes: readonly Route[] = [
  serve(api.readEvidenceLimits, readEvidenceLimits),
  serve(api.beginEvidence, beginEvidence),
  // One byte more, so that a chunk that is too long is told from one that just fits.
  serveUpload(api.sendEvidenceChunk, chunkBytes + 1, sendEvidenceChunk),
  serve(api.finishEvidence, finishEvidence),
  serve(api.listLooseEvidence, listLooseEvidence),
  serve(api.readEvidence, readEvidence),
  serve(api.dropEvidence, dropEvidence),
  serveDownload(api.downloadEvidence, downloadEvidence),
  serveDownload(api.downloadPublicEvidence, downloadPublicEvidence),
];
