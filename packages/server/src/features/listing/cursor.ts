const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A cursor is what an answer gave as `next`; anything else begins at the first page. */
export function isUuid(text: string | undefined): text is string {
  return text !== undefined && UUID.test(text);
}

export interface PriceCursor {
  readonly price: string;
  readonly id: string;
}

export function readPriceCursor(text: string | undefined): PriceCursor | null {
  const [price = '', id = ''] = (text ?? '').split('_');
  return /^\d{1,18}(\.\d{1,12})?$/.test(price) && isUuid(id) ? { price, id } : null;
}
export function writePriceCursor({ price, id }: PriceCursor): string {
  return `${price}_${id}`;
}
