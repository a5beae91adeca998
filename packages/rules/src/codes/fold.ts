const PLAIN = /^[\x20-\x7e]*$/;

/**
 * The text as a keyboard meant it: full-width forms of ASCII (as an input method or a spreadsheet leaves them) become
 * ASCII, the ideographic space becomes a space, invisible marks disappear. Nothing else changes: no case, no spaces.
 */
export function foldWidth(text: string): string {
  // An import folds millions of codes, and nearly all of them are plain already.
  if (PLAIN.test(text)) return text;
  let folded = '';
  for (const character of text.toWellFormed()) {
    const point = character.codePointAt(0) ?? 0;
    if (point >= 0xff01 && point <= 0xff5e) folded += String.fromCodePoint(point - 0xfee0);
    else if (point === 0x3000 || point === 0xa0) folded += ' ';
    else if (point !== 0x200b && point !== 0xfeff) folded += character;
  }
  return folded;
}

/** The same without any white space, for codes that cannot contain it. */
export function foldCode(text: string): string {
  return foldWidth(text).replaceAll(/\s/g, '');
}

/** One character of a text for a person to read: an invisible control character is named by its number. */
export function characterAt(text: string, index: number): string {
  const point = text.codePointAt(index) ?? 0;
  if (point > 0x20 && point !== 0x7f) return String.fromCodePoint(point);
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
