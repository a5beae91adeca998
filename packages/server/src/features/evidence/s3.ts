import { AwsClient } from 'aws4fetch';
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { S3Settings } from './settings.ts';
import { MissingObject, type Storage, checkedKey } from './storage.ts';

const TIMEOUT_MS = 60_000;

/** Any store that speaks S3 (Signature Version 4); bodies are signed by their SHA-256, so the store checks them too. */
export function s3Storage(settings: S3Settings): Storage {
  const { accessKeyId, secretAccessKey, region } = settings;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
  const ask = async (method: string, key: string, body?: Body): Promise<Response> => {
    const response = await client.fetch(addressOf(settings, key), {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: body.content, headers: { 'x-amz-content-sha256': body.hash } }),
    });
    if (response.ok || response.status === 404) return response;
    const answer = (await response.text()).slice(0, 300);
    throw new Error(`the store answered ${response.status} to ${method}: ${answer}`);
  };
  return {
    kind: 's3',
    place: `${settings.endpoint.host}/${settings.bucket}/${settings.prefix}`,
    put: async (key, content) => {
      const body =
        'bytes' in content
          ? { content: new Blob([new Uint8Array(content.bytes)]), hash: sha256(content.bytes) }
          : { content: await openAsBlob(content.path), hash: content.hash };
      const response = await ask('PUT', key, body);
      if (!response.ok) throw new Error(`the store has no bucket ${settings.bucket}`);
    },
    get: async (key) => {
      const response = await ask('GET', key);
      if (response.status === 404 || response.body === null) throw new MissingObject(key);
      return Readable.fromWeb(response.body as ReadableStream);
    },
    remove: async (key) => void (await ask('DELETE', key)),
    check: async () => {
      const key = 'probe';
      try {
        const bytes = Buffer.from('daylight');
        const put = await ask('PUT', key, { content: new Blob([bytes]), hash: sha256(bytes) });
        if (!put.ok) return `no bucket ${settings.bucket}`;
        await ask('DELETE', key);
        return null;
      } catch (error) {
        return (error as Error).message;
      }
    },
  };
}

interface Body {
  readonly content: Blob;
  readonly hash: string;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function addressOf({ endpoint, bucket, prefix, pathStyle }: S3Settings, key: string): string {
  const place = new URL(endpoint);
  const base = place.pathname.replace(/\/+$/, '');
  if (!pathStyle) place.host = `${bucket}.${place.host}`;
  place.pathname = `${base}${pathStyle ? `/${bucket}` : ''}/${prefix}${checkedKey(key)}`;
  return place.href;
}
