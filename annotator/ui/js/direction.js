/* Which way words run. A browser's own rule looks at the first letter alone: with it an Arabic
   paragraph that begins with NATO reads from the wrong side, and its words in the wrong order. */
const STRONG = /[\p{L}\u200e\u200f]/u; // letters, and the two marks that stand for one
const FROM_RIGHT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/* From -1, where all words run from left to right, to 1 where all run from right to left; each word
   as its first letter does. */
function leaning(text) {
  if (!FROM_RIGHT.test(text)) return STRONG.test(text) ? -1 : 0;
  let all = 0, right = 0;
  for (const [word] of text.matchAll(/\S+/g)) {
    const letter = STRONG.exec(word)?.[0];
    if (letter) all++;
    if (letter && FROM_RIGHT.test(letter)) right++;
  }
  return all ? (2 * right) / all - 1 : 0;
}

/* "rtl" or "ltr": as all around it, unless it begins the other way and three words of four run so. */
function directionOf(words, around = 0) {
  const first = leaning(STRONG.exec(words)?.[0] ?? "");
  const strange = first * around < 0;
  return (first && !(strange && first * leaning(words) < 0.5) ? first : around) > 0 ? "rtl" : "ltr";
}

/* Words that keep to their own direction and disturb none around them. */
const isolated = (text) => element("bdi", { textContent: text });
const dotted = (parts) => parts.filter(Boolean).flatMap((part, i) => [i ? " · " : "", isolated(part)]);
