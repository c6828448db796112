/** Where the header of the first page of a file begins, behind that of the file. */
const FIRST_PAGE_HEADER = 100;
/** First byte of a page of a tree, and how long its header is: inner pages name one more child. */
const HEADER_BYTES: Readonly<Record<number, number>> = { 2: 12, 5: 12, 10: 8, 13: 8 };
/** As long as the largest page. */
const ZEROS = Buffer.alloc(65_536);
/** What a free block needs for itself: the next one's place, and its own size. */
const BLOCK_HEAD = 4;

/**
 * Writes zeros over what lies between the rows of a page: SQLite moves rows when it splits and joins pages, and leaves copies of them where no row
 * is any more, which `secure_delete` does not reach. Rows and the page's own book-keeping stay as they are.
 *
 * Pages that are no part of a tree hold no such copies: those of long values are written whole, and those that are free were zeroed when they
 * became so. They begin with the number of a page, which is one of the four bytes only in files of more than 137 GB.
 * @param number - of the page, from 1.
 * @returns whether there was anything.
 * @see https://www.sqlite.org/fileformat2.html#b_tree_pages
 */
export function clearResidue(page: Buffer, number: number): boolean {
  const at = number === 1 ? FIRST_PAGE_HEADER : 0;
  const headerBytes = HEADER_BYTES[page[at] ?? 0];
  if (headerBytes === undefined) return false;
  const cells = page.readUInt16BE(at + 3);
  // 0 stands for 65,536, which a page of that size can need.
  const contentAt = page.readUInt16BE(at + 5) || 65_536;
  let found = clear(page, at + headerBytes + 2 * cells, Math.min(contentAt, page.length));
  // In rising order, so that one that leads nowhere ends the walk.
  for (let block = page.readUInt16BE(at + 1), before = 0; block > before && block + BLOCK_HEAD <= page.length;) {
    const size = page.readUInt16BE(block + 2);
    found = clear(page, block + BLOCK_HEAD, Math.min(block + size, page.length)) || found;
    before = block;
    block = page.readUInt16BE(block);
  }
  return found;
}

function clear(page: Buffer, from: number, to: number): boolean {
  if (from >= to) return false;
  const part = page.subarray(from, to);
  if (part.equals(ZEROS.subarray(0, part.length))) return false;
  part.fill(0);
  return true;
}
