const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entity(whole: string, name: string): string {
  if (name.startsWith('#')) {
    const point =
      name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point >= 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  }
  return NAMED[name] ?? whole;
}

/** Text between two tags as it was meant: entities, CDATA, and Excel's own _x000D_ for characters XML cannot hold. */
export function decodeText(raw: string): string {
  let text = raw;
  if (text.includes('<![CDATA['))
    text = text.replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, inner: string) => inner);
  else if (text.includes('&')) text = text.replaceAll(/&(#?\w+);/g, entity);
  if (text.includes('_x')) {
    text = text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return text;
}

/** All <t> of a rich or plain string, without its reading aids (<rPh>). `prefix` is the namespace prefix with colon. */
export function richText(xml: string, prefix: string): string {
  const plain = xml.includes(`<${prefix}rPh`)
    ? xml.replaceAll(new RegExp(`<${prefix}rPh[ >][\\s\\S]*?</${prefix}rPh>`, 'g'), '')
    : xml;
  let text = '';
  const open = `<${prefix}t`;
  const close = `</${prefix}t>`;
  let at = plain.indexOf(open);
  while (at >= 0) {
    const end = plain.indexOf('>', at);
    const after = plain.charCodeAt(at + open.length);
    const isText = after === 0x3e || after === 0x2f || after <= 0x20;
    if (end < 0) break;
    if (isText && plain.charCodeAt(end - 1) !== 0x2f) {
      const stop = plain.indexOf(close, end);
      if (stop < 0) break;
      text += decodeText(plain.slice(end + 1, stop));
      at = plain.indexOf(open, stop);
    } else at = plain.indexOf(open, end);
  }
  return text;
}

/** A number as Excel shows it with all digits: at most 15 significant ones, no exponent, no binary noise. */
export function numberText(raw: string): string {
  if (/^-?\d{1,15}$/.test(raw)) return raw;
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (Number.isSafeInteger(value)) return String(value);
  const rounded = Number(value.toPrecision(15));
  const shortest = String(rounded);
  if (!shortest.includes('e')) return shortest;
  return Math.abs(rounded) >= 1
    ? BigInt(Math.round(rounded)).toString()
    : rounded.toFixed(20).replace(/0+$/, '');
}

const DAY_MS = 86_400_000;

/** A serial day number as '2026-11-21' (with ' 08:30:00' when it has a time); raw when it is none. */
export function serialDate(raw: string, from1904: boolean): string {
  const serial = Number(raw);
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return raw;
  // Serial 60 is the 29 February 1900 that never was; no date of a listing or certificate lies before it.
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const text = new Date(epoch + Math.round(serial * DAY_MS)).toISOString();
  return serial % 1 === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

/** Which cell styles (index into cellXfs) show a date. */
export function dateStyles(stylesXml: string): ReadonlySet<number> {
  const custom = new Set<number>();
  for (const [tag] of stylesXml.matchAll(/<(?:\w+:)?numFmt [^>]*>/g)) {
    const id = /numFmtId="(\d+)"/.exec(tag)?.[1];
    const code = decodeText(/formatCode="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll(
      /"[^"]*"|\\.|\[[^\]]*\]/g,
      '',
    );
    if (id !== undefined && /[ymdhs年月日]/i.test(code)) custom.add(Number(id));
  }
  const block = /<(?:\w+:)?cellXfs[ >][\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(stylesXml)?.[0] ?? '';
  const dates = new Set<number>();
  let index = 0;
  for (const [tag] of block.matchAll(/<(?:\w+:)?xf [^>]*>/g)) {
    const id = Number(/numFmtId="(\d+)"/.exec(tag)?.[1] ?? 0);
    if (BUILT_IN_DATES.has(id) || custom.has(id)) dates.add(index);
    index += 1;
  }
  return dates;
}
