/** The nonce that the server put into the page; undefined in development, where no policy is set. */
export function styleNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  const written = meta?.nonce || meta?.content;
  return written === undefined || written === '' || written === '__NONCE__' ? undefined : written;
}

/**
 * antd gives its style elements the nonce it is told, but some small ones of its parts (scroll lock, measuring) are
 * made without. They are made by our own scripts all the same, so every style element a script makes gets it; markup
 * in a text does not come this way and stays forbidden.
 */
export function giveNonceToStyles(nonce: string): void {
  const make = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (name.toLowerCase() === 'style') element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
