/** Only addresses of this application: 'next' comes from the address bar, where anybody may write anything. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\\]*$/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
