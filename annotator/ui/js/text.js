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

/* White space and characters as annotator/characters.py has them, since Python refuses spans that
   begin or end with the one or cut the other. Intl.Segmenter draws a few lines elsewhere. */
const WHITE = /[\s\x1c-\x1f\x85\u200b]/;
const EXTENDS = /^[\p{M}\u200c\u200d\u0e33\u0eb3\uff9e\uff9f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u;
const PICTURE = /^[\p{So}\u{1f000}-\u{1faff}‼⁉↔-↙↩↪⤴⤵▪▫◾◽〰〽]/u;
const FLAG = /^[\u{1f1e6}-\u{1f1ff}]/u;
// Two Hangul letters of one syllable: leading before leading or vowel, vowel before vowel or trailing, …
const HANGUL = new RegExp(["[\u1100-\u115f\ua960-\ua97c][\u1100-\u11a7\ua960-\ua97c\ud7b0-\ud7c6]",
  "[\u1160-\u11a7\ud7b0-\ud7c6][\u1160-\u11ff\ud7b0-\ud7c6\ud7cb-\ud7fb]", "[\u11a8-\u11ff\ud7cb-\ud7fb]{2}"].join("|"));

const isTail = (text, at) => text[at] >= "\udc00" && text[at] <= "\udfff"; // of two units
const characterAt = (text, at) => text.slice(at, at + (isTail(text, at + 1) ? 2 : 1));
const startBefore = (text, at) => at - (isTail(text, at - 1) ? 2 : 1);

function cutsCharacter(text, at) {
  if (at <= 0 || at >= text.length) return false;
  if (isTail(text, at)) return true;
  let start = startBefore(text, at);
  const before = text.slice(start, at), after = characterAt(text, at);
  if (before === "\r" && after === "\n") return true;
  if (EXTENDS.test(after)) return !WHITE.test(before); // on white space a mark stands alone
  if (before === "\u200d") {
    do start = startBefore(text, start); while (start > 0 && EXTENDS.test(characterAt(text, start)));
    return PICTURE.test(after) && start >= 0 && PICTURE.test(characterAt(text, start));
  }
  if (FLAG.test(before) && FLAG.test(after)) {
    let letters = 1;
    while (start >= 2 && FLAG.test(characterAt(text, start -= 2))) letters++;
    return letters % 2 === 1;
  }
  return HANGUL.test(before.normalize("NFD").at(-1) + after.normalize("NFD")[0]);
}

function wholeCharacters(text, start, end) {
  while (cutsCharacter(text, start)) start--;
  while (cutsCharacter(text, end)) end++;
  return [start, end];
}

function trimmed(text, start, end) {
  while (start < end && WHITE.test(text[start])) start++;
  while (end > start && WHITE.test(text[end - 1])) end--;
  return [start, end];
}

const wordSegmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter("en", { granularity: "word" }) : null;

/* The edges moved out of the middle of words. Looks only so far around, for speed in long texts. */
function wholeWords(text, start, end) {
  if (!wordSegmenter) return [start, end];
  const from = Math.max(0, start - 400), to = Math.min(text.length, end + 400);
  const segments = wordSegmenter.segment(text.slice(from, to));
  const [first, last] = [segments.containing(start - from), segments.containing(end - from)];
  return [
    first?.isWordLike ? first.index + from : start,
    last?.isWordLike && last.index + from < end ? last.index + from + last.segment.length : end,
  ];
}

/* A selection grown to whole words (whole characters with exact), its edges freed of white space
   and, for entities, of what is no part of a name. Units in, units out; null when nothing is left. */
function snap(text, start, end, { exact = false, punctuation = true } = {}) {
  [start, end] = trimmed(text, start, end);
  if (start >= end) return null;
  if (!exact) [start, end] = trimmed(text, ...wholeWords(text, start, end));
  if (!exact && punctuation) [start, end] = nameWithin(text, start, end);
  return wholeCharacters(text, start, end);
}

/* Without the punctuation around it and the possessive ending; with the dot of an abbreviation. */
function nameWithin(text, start, end) {
  let [a, b] = [start, end];
  const surface = () => text.slice(a, b);
  while (a < b && isLooseEdge(text[a])) a++;
  while (b > a && isLooseEdge(text[b - 1]) && !ABBREVIATION.test(surface()) && !closesWithin(surface())) b--;
  if (a >= b) return [start, end];
  if (POSSESSIVE.test(surface()) && !OWN_POSSESSIVE.test(surface())) b -= 2;
  if (text[b] === "." && ABBREVIATION.test(text.slice(a, b + 1))) b++;
  return [a, b];
}

const KEPT_EDGE = /[%#@&]/; // belong to what stands beside them
const isLooseEdge = (unit) => WHITE.test(unit) || (/\p{P}/u.test(unit) && !KEPT_EDGE.test(unit));

const ABBREVIATION = new RegExp("(?:^|[\\s\\p{P}])(?:(?:\\p{L}{1,2}\\.){2,}"
  + "|(?:Inc|Co|Cos|Corp|Ltd|Plc|Bros|Jr|Sr|St|Mt|No|Ave|Blvd|Dept|Univ)\\."
  + "|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\\.)$", "u");
const POSSESSIVE = /[\p{L}\p{N}.)]['’]s$/iu;
const OWN_POSSESSIVE = /\b(?:McDonald|Macy|Wendy|Domino|Lowe|Kohl|Poor|Moody|Lloyd|Sotheby|Christie|Sainsbury|Levi)['’]s$/;

/* True when the last unit closes what was opened in the same words: Ministry of Finance (Oslo). */
function closesWithin(surface) {
  const opener = { ")": "(", "]": "[", "”": "“", "»": "«" }[surface.at(-1)];
  return Boolean(opener) && surface.includes(opener);
}

/* What closes a quotation, by what opened it; languages differ. */
const CLOSERS = { "“": "”", "„": "“”", "‟": "”", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹›",
  "‘": "’", "‚": "‘’", "’": "’", "「": "」", "『": "』", '"': '"', "'": "'" };
const TWO_FACED = "'’"; // apostrophes as well: marks only where no letter stands on the other side
const isLetter = (unit) => unit !== undefined && /[\p{L}\p{N}]/u.test(unit);

const openedBy = (text, at) =>
  (TWO_FACED.includes(text[at]) && isLetter(text[at - 1]) ? "" : CLOSERS[text[at]] ?? "");
const closedBy = (text, at, closers) =>
  at < text.length && closers.includes(text[at]) && !(TWO_FACED.includes(text[at]) && isLetter(text[at + 1]));

/* The words of a cue: a colon belongs to them ("posted on X:"), other punctuation does not. */
const cueOf = (view, { snapped, whole }) => (view.text[whole[1] - 1] === ":" ? [snapped[0], whole[1]] : snapped);

/* The whole quotation when the selection lies just inside its marks, or took only one of them;
   a comma or full stop may stand before the mark that closes. */
function withMarks(text, start, end) {
  const has = openedBy(text, start);
  const closers = has || openedBy(text, start - 1);
  const open = has ? start : start - 1;
  if (!closers) return [start, end];
  if (end - open > 1 && closedBy(text, end - 1, closers)) return wholeCharacters(text, open, end);
  const close = /[,.!?…]/.test(text[end] ?? "") && closedBy(text, end + 1, closers) ? end + 1 : end;
  return closedBy(text, close, closers) ? wholeCharacters(text, open, close + 1) : [start, end];
}

/* direct, indirect or mixed. A quotation over paragraphs opens each and closes only the last. */
function kindOf(surface) {
  const closers = CLOSERS[surface[0]] ?? "";
  const rest = surface.slice(1).replace(/([\n\r\u2028\u2029]\s*)["”»]/g, "$1");
  const closed = [...rest].findIndex((unit) => closers.includes(unit));
  const last = closers.includes(rest.at(-1) ?? " ");
  if (closers && ("‘‚'’".includes(surface[0]) ? last : closed < 0 || closed === [...rest].length - 1)) return "direct";
  return /["“”„«»「」]/.test(surface) ? "mixed" : "indirect";
}

/* Words as a name, as annotator/annotation.py wants it: one line, no longer than a line; or null. */
function nameOf(words) {
  const line = words.replace(/\p{Cs}/gu, "").replace(new RegExp(`${WHITE.source}+`, "g"), " ").trim();
  return [...line].slice(0, 300).join("").trim() || null;
}
