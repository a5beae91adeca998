import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

export const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Headers of every answer: nothing may be framed, guessed or loaded from elsewhere. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'same-origin');
    reply.header('x-frame-options', 'DENY');
    reply.header('cross-origin-opener-policy', 'same-origin');
    reply.header('cross-origin-resource-policy', 'same-origin');
    reply.header('x-request-id', request.id);
    // Only where it was https already, as the proxy in front says: a trial on plain http stays reachable.
    if (request.protocol === 'https')
      reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    }
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
  });
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    // WebAssembly reads barcodes from the phone's camera; nothing else is compiled at run time.
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Components size themselves by style attributes; those cannot load or run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The web app: hashed files are kept for ever, the page itself is made anew with a nonce for its styles. */
export async function serveWeb(app: FastifyInstance): Promise<void> {
  const page = path.join(webFolder, 'index.html');
  if (!existsSync(page)) return;
  const html = readFileSync(page, 'utf8');
  await app.register(fastifyStatic, {
    root: path.join(webFolder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '1y',
  });
  const answer = (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', contentSecurityPolicy(nonce))
      .header('cache-control', 'no-cache')
      .header('permissions-policy', 'camera=(self)')
      .type('text/html; charset=utf-8')
      .send(html.replaceAll('__NONCE__', nonce));
  };
  for (const name of ['favicon.svg', 'manifest.webmanifest']) {
    const file = path.join(webFolder, name);
    if (existsSync(file))
      app.get(`/${name}`, (_, reply) =>
        reply
          .type(name.endsWith('svg') ? 'image/svg+xml' : 'application/manifest+json')
          .send(readFileSync(file)),
      );
  }
  // Addresses of screens are made by the router in the browser.
  app.get('/*', (request, reply) => {
    if (request.url.startsWith('/api/') || request.url.startsWith('/assets/')) return reply.callNotFound();
    return answer(reply);
  });
}
