/* The chip in the corner of every page: saved or not, and who is working. */
const chips = new WeakMap();
const COOKIE = "gloss_annotator";

function rememberAnnotator(name) {
  document.cookie = `${COOKIE}=${encodeURIComponent(name)}; path=/; max-age=31536000; samesite=strict`;
}

function statusWords({ count, error, late, kept }) {
  const edits = count === 1 ? "1 change" : `${count} changes`;
  const where = kept ? "kept in this browser" : "only in this tab";
  if (error && count) return ["bad", `Not saved: ${error}. ${edits} ${where}`];
  if (error) return ["bad", error];
  if (late) return ["bad", `Not saved: no answer. ${edits} ${where}`];
  if (count) return ["busy", `Saving ${count}…`];
  return ["good", "Saved"];
}

function createChip(root) {
  const at = (selector) => root.querySelector(selector);
  const chip = { update: null, data: {} };
  for (const place of [".name", "input"]) at(place).dir = "auto"; // names of every script
  let told = "";
  let notice = "";

  function paint() {
    const [kind, words] = statusWords(outbox.status());
    const shown = notice && kind === "good" ? ["bad", notice] : [kind, words];
    if (shown.join() === told) return;
    told = shown.join();
    at(".chip").dataset.kind = shown[0];
    at(".words").textContent = shown[1];
  }

  function rename(name) {
    const wanted = name.trim().replace(/\s+/g, " ").slice(0, 60).trim();
    at(".who").open = false;
    if (!wanted || wanted === chip.data.annotator) return;
    rememberAnnotator(wanted);
    chip.setState("annotator", wanted);
  }

  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    rename(at("input").value);
  });
  at(".who").addEventListener("keydown", (event) => {
    event.stopPropagation(); // Streamlit's own single-key commands stay out of a name
    if (event.key === "Escape") at(".who").open = false;
  });
  at(".who").addEventListener("toggle", () => {
    if (at(".who").open) at("input").focus(), at("input").select();
  });
  outbox.listen((event) => {
    if (event.refused?.length) {
      const many = event.refused.length > 1 ? ` (and ${event.refused.length - 1} more)` : "";
      notice = `Not applied: ${event.refused[0].why}${many}`;
      setTimeout(() => { notice = ""; paint(); }, 8000);
    }
    paint();
  });
  setInterval(paint, 500);

  chip.update = ({ data: [data], setStateValue }) => {
    chip.data = data;
    chip.setState = setStateValue;
    at(".name").textContent = data.annotator;
    at("input").value = data.annotator;
    at("datalist").replaceChildren(...data.annotators.map((name) => new Option(name)));
    outbox.attach((message) => setStateValue("outbox", message));
    outbox.receive(data);
    paint();
  };
  return chip;
}

/* Set here and not by st.set_page_config, which would load two imaging libraries for it. */
function showIcon() {
  const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64"
    rx="12" fill="#9b2f22"/><text x="32" y="68" font-family="Georgia, serif" font-size="84"
    font-weight="700" fill="#fdfcf9" text-anchor="middle">”</text></svg>`;
  document.querySelector("link[rel~=icon]")?.setAttribute("href", `data:image/svg+xml,${encodeURIComponent(icon)}`);
}

export default function (component) {
  const root = component.parentElement;
  if (!chips.has(root)) chips.set(root, createChip(root));
  showIcon(); // each time, since turning to another page takes it away
  chips.get(root).update(component);
}
