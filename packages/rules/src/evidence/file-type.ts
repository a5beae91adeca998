/** What a file is by its own bytes. Names and what a browser says about them are never asked. */
export type FileType = 'pdf' | 'png' | 'jpeg' | 'ofd' | 'xlsx' | 'docx';

export interface TypeFacts {
  readonly mediaType: string;
  /** Endings that a file dialogue offers; the content decides. */
  readonly endings: readonly string[];
}

export const fileTypes: Readonly<Record<FileType, TypeFacts>> = {
  pdf: { mediaType: 'application/pdf', endings: ['.pdf'] },
  png: { mediaType: 'image/png', endings: ['.png'] },
  jpeg: { mediaType: 'image/jpeg', endings: ['.jpg', '.jpeg'] },
  // GB/T 33190-2016.
  ofd: { mediaType: 'application/ofd', endings: ['.ofd'] },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    endings: ['.xlsx'],
  },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    endings: ['.docx'],
  },
};

export function isFileType(code: string): code is FileType {
  return Object.hasOwn(fileTypes, code);
}

/** The outer form of a file: some types are told apart only by what is packed inside. */
export type Container = 'pdf' | 'png' | 'jpeg' | 'zip' | 'ole';

const marks: readonly (readonly [Container, readonly number[]])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** From the first bytes of a file; null for anything that is no container of ours. */
export function containerOf(head: Uint8Array): Container | null {
  const found = marks.find(([, mark]) => mark.every((byte, at) => head[at] === byte));
  return found?.[0] ?? null;
}

function contains(bytes: Uint8Array, mark: readonly number[]): boolean {
  return bytes.some((_, start) => mark.every((byte, at) => bytes[start + at] === byte));
}

/** Each form says where it ends; a file that was cut off lacks it. `tail` is the last part of the file. */
export function isWhole(container: Container, tail: Uint8Array): boolean {
  switch (container) {
    case 'png':
      return contains(tail, [0x49, 0x45, 0x4e, 0x44]);
    case 'jpeg':
      return contains(tail, [0xff, 0xd9]);
    case 'pdf':
      return contains(tail, [0x25, 0x25, 0x45, 0x4f, 0x46]);
    case 'zip':
      return contains(tail, [0x50, 0x4b, 0x05, 0x06]);
    case 'ole':
      return true;
  }
}

/** Which packed type, by the names of the parts; null for an ordinary archive. */
export function packedType(names: ReadonlySet<string>): FileType | 'pptx' | null {
  if (names.has('OFD.xml')) return 'ofd';
  if (!names.has('[Content_Types].xml')) return null;
  if (names.has('xl/workbook.xml')) return 'xlsx';
  if (names.has('word/document.xml')) return 'docx';
  return names.has('ppt/presentation.xml') ? 'pptx' : null;
}

const activeNames =
  /vbaProject|vbaData|macrosheets\/|dialogsheets\/|activeX\/|embeddings\/oleObject|\.(?:bas|exe|dll|js|vbs|hta|jar|cmd|bat|ps1|scr)$/i;

/** The first part that could run or carry something that runs; null when there is none. */
export function activePart(names: Iterable<string>): string | null {
  for (const name of names) if (activeNames.test(name)) return name;
  return null;
}

/** XML may be written in two bytes a letter, and any letter as &#…;. */
function plainXml(xml: string): string {
  return xml
    .replaceAll('\0', '')
    .replaceAll(/&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));/g, (_, hex?: string, decimal?: string) =>
      String.fromCharCode(hex === undefined ? Number(decimal) : parseInt(hex, 16)),
    );
}

/** What the list of content types or a list of relations says about parts that could run, under whatever name. */
export function activeDeclaration(written: string): string | null {
  const xml = plainXml(written);
  const type = /vbaProject|macroEnabled|macrosheet|ms-office\.activeX|oleObject/i.exec(xml);
  if (type !== null) return type[0];
  for (const [relation] of xml.matchAll(/<Relationship\b[^>]*>/g)) {
    const outside = /TargetMode\s*=\s*["']External["']/i.test(relation);
    if (outside && /attachedTemplate|subDocument|\/frame\b/i.test(relation)) return 'External';
  }
  return null;
}

/** PDF names may be written with #xx for any character. */
function plainNames(text: string): string {
  return text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

const pdfActive = /\/(JavaScript|JS|Launch|RichMedia)(?![A-Za-z0-9])/;

/** What the objects of a PDF, without their streams, say: a script or program it would start, or an encryption. */
export function pdfSays(objects: string): { readonly encrypted: boolean; readonly active: string | null } {
  const text = plainNames(objects);
  return { encrypted: /\/Encrypt(?![A-Za-z0-9])/.test(text), active: pdfActive.exec(text)?.[1] ?? null };
}

/** These protect the machine and whoever opens the file; no notice sets them. */
export const unpackLimits = {
  entriesMax: 5000,
  unpackedBytesMax: 400 * 1024 * 1024,
  ratioMax: 250,
  ratioMattersFromBytes: 16 * 1024 * 1024,
} as const;

export interface PackedPart {
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

/** Whether unpacking would give far more than a real document has, by what the archive says of itself. */
export function isBomb(parts: readonly PackedPart[]): boolean {
  if (parts.length > unpackLimits.entriesMax) return true;
  const total = parts.reduce((sum, part) => sum + part.unpackedBytes, 0);
  const swollen = parts.some(
    (part) =>
      part.unpackedBytes > unpackLimits.ratioMattersFromBytes &&
      part.unpackedBytes > unpackLimits.ratioMax * Math.max(part.packedBytes, 1),
  );
  return swollen || total > unpackLimits.unpackedBytesMax;
}
