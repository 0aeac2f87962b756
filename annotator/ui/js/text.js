/* Offsets and words. Python counts code points, the browser UTF-16 units: the conversion lives here. */
function offsetsOf(text) {
  const astral = []; // UTF-16 positions of characters that take two units
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) astral.push(i++);
  }
  const below = (limit, measure) => {
    let low = 0, high = astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (measure(middle) < limit) low = middle + 1; else high = middle;
    }
    return low;
  };
  return {
    toPoint: (unit) => unit - below(unit, (i) => astral[i]),
    toUnit: (point) => point + below(point, (i) => astral[i] - i),
  };
}

/* Paragraphs as [start, end, last unit with ink, loose]: line ends belong to the one before. */
function paragraphsOf(text) {
  const breaks = /(?:\r\n|[\n\r\u2028\u2029])(?:[ \t\u00a0]*(?:\r\n|[\n\r\u2028\u2029]))*/g;
  const found = [];
  let start = 0;
  for (const match of text.matchAll(breaks)) {
    const end = match.index + match[0].length;
    found.push([start, end, match.index, match[0].replace(/\r\n/g, "\n").length > 1]);
    start = end;
  }
  if (start < text.length || !found.length) found.push([start, text.length, text.length, true]);
  return found;
}

const EDGE = /^[\s\p{P}]+|[\s\p{P}]+$/gu;
const KEPT_EDGE = /[%#@&$€£¥°]/; // belong to what stands beside them
const MARKS = "“”‘’\"'«»„‟‹›";

const wordSegmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter("en", { granularity: "word" }) : null;
const graphemeSegmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter("en", { granularity: "grapheme" }) : null;

function segmentAround(segmenter, text, from, to, at, side) {
  if (!segmenter) return at;
  const part = text.slice(from, to);
  const segment = segmenter.segment(part).containing(Math.min(at - from, part.length - 1));
  if (!segment || segment.index + from === at) return at;
  if (segment.isWordLike === false && !/\p{M}|\p{Extended_Pictographic}|\p{RI}/u.test(segment.segment)) return at;
  return from + (side < 0 ? segment.index : segment.index + segment.segment.length);
}

/* A selection grown to whole words (whole characters with exact), its edges freed of white space
   and, for entities, of punctuation. Units in, units out; null when nothing is left. */
function snap(text, start, end, { exact = false, punctuation = true } = {}) {
  const window = 400;
  const from = Math.max(0, start - window), to = Math.min(text.length, end + window);
  const by = exact ? graphemeSegmenter : wordSegmenter;
  while (start < end && /\s/.test(text[start])) start++;
  while (end > start && /\s/.test(text[end - 1])) end--;
  if (start >= end) return null;
  start = segmentAround(by, text, from, to, start, -1);
  end = segmentAround(by, text, from, to, end, +1);
  start = segmentAround(graphemeSegmenter, text, from, to, start, -1);
  end = segmentAround(graphemeSegmenter, text, from, to, end, +1);
  if (!punctuation || exact) return [start, end];
  let [a, b] = [start, end];
  while (a < b && isLooseEdge(text[a])) a++;
  while (b > a && isLooseEdge(text[b - 1]) && !endsAbbreviation(text, a, b)) b--;
  return a < b ? [a, b] : [start, end];
}

function isLooseEdge(unit) {
  return /[\s\p{P}]/u.test(unit) && !KEPT_EDGE.test(unit);
}

function endsAbbreviation(text, a, b) {
  const last = text.slice(a, b).split(/\s/).at(-1);
  return /^(?:\p{L}\.){2,}$|^(?:Inc|Co|Corp|Ltd|Jr|Sr|St|No|Bros|Mt)\.$/u.test(last);
}

/* The whole quotation when the selection lies just inside its marks. */
function withMarks(text, start, end) {
  const opens = MARKS.includes(text[start - 1]) && start > 0;
  const closes = end < text.length && MARKS.includes(text[end]);
  return opens && closes ? [start - 1, end + 1] : [start, end];
}
