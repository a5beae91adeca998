import { type Result, ok, refuse } from '../result.ts';

/** A notice of the public portal (JS-39, HN-16): entered by one person, published by another (HN-15). */
export interface PublicNotice {
  readonly id: string;
  readonly state: 'draft' | 'published' | 'withdrawn';
  readonly enteredBy: string;
}

const basis = { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' };

export function publishNotice(
  notice: PublicNotice,
  by: string,
): Result<'published', 'portal.ownNotice' | 'portal.notDraft'> {
  if (notice.state !== 'draft') return refuse('portal.notDraft');
  if (notice.enteredBy === by) return refuse('portal.ownNotice', { basis });
  return ok('published');
}

export function withdrawNotice(notice: PublicNotice): Result<'withdrawn', 'portal.notPublished'> {
  return notice.state === 'published' ? ok('withdrawn') : refuse('portal.notPublished');
}

/** A bureau or operator speaks for its own jurisdiction and what lies within it. */
export function speaksFor(own: string, jurisdiction: string): boolean {
  return jurisdiction.startsWith(own.replace(/(00)+$/, ''));
}
