/** Where files of evidence lie and what scans them, by the environment of the installation. */
export interface EvidenceSettings {
  readonly s3: S3Settings | null;
  readonly clamd: ClamdAddress | null;
}

export interface S3Settings {
  readonly endpoint: URL;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Put before every key, '' or ending in '/'. */
  readonly prefix: string;
  /** https://store/bucket/key instead of https://bucket.store/key. */
  readonly pathStyle: boolean;
}

export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

const CLAMD_PORT = 3310;

/** Throws with a sentence for the operator when something is set that cannot be used. */
export function readEvidenceSettings(env: NodeJS.ProcessEnv): EvidenceSettings {
  return { s3: s3Of(env), clamd: clamdOf(env['CLAMD']) };
}

function s3Of(env: NodeJS.ProcessEnv): S3Settings | null {
  const endpoint = env['S3_ENDPOINT'] ?? '';
  const bucket = env['S3_BUCKET'] ?? '';
  if (endpoint === '' && bucket === '') return null;
  const needed = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'];
  const missing = needed.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0)
    throw new Error(`the store for files is half set: ${missing.join(', ')} is missing`);
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw new Error(`S3_ENDPOINT is no http(s) address: ${endpoint}`);
  const prefix = (env['S3_PREFIX'] ?? '').replace(/^\/+/, '');
  return {
    endpoint: new URL(endpoint),
    bucket,
    region: env['S3_REGION'] ?? 'us-east-1',
    accessKeyId: env['S3_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['S3_SECRET_ACCESS_KEY'] ?? '',
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    pathStyle: env['S3_PATH_STYLE'] !== '0',
  };
}

function clamdOf(address: string | undefined): ClamdAddress | null {
  if (address === undefined || address === '') return null;
  if (address.startsWith('/')) return { path: address };
  const [, host = '', port = String(CLAMD_PORT)] = /^([A-Za-z0-9.-]+)(?::(\d{1,5}))?$/.exec(address) ?? [];
  if (host === '' || Number(port) > 65_535)
    throw new Error(`CLAMD is neither host:port nor the path of a socket: ${address}`);
  return { host, port: Number(port) };
}
