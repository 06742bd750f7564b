/** The sweep report's style sheet: A4, readable in black and white, no fonts or files from anywhere. */

export const REPORT_STYLE = `
:root { --ink:#1d2430; --soft:#5b6472; --line:#d5dae1; --wash:#f5f7f9; --accent:#1f3f66;
  --impersonation:#a61b1b; --injected:#8a3ffc; --certificate-sale:#a85800; --undecided:#806000; --official:#1a5fa8; --benign:#1e6b3a; --parked:#5b6472; --unreachable:#7a828d; }
* { box-sizing:border-box; }
html { -webkit-print-color-adjust:exact; print-color-adjust:exact; }
body { margin:0; background:#e9ecf0; color:var(--ink); font:10.5pt/1.6 -apple-system,"Segoe UI","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif; }
main { max-width:210mm; margin:8mm auto; padding:16mm 15mm; background:#fff; box-shadow:0 1px 6px rgba(20,30,50,.14); }
h1,h2,h3 { line-height:1.3; margin:0; font-weight:600; break-after:avoid; }
h1 { font-size:20pt; letter-spacing:.02em; color:var(--accent); }
h2 { font-size:14pt; margin:9mm 0 3mm; padding-bottom:1.5mm; border-bottom:1.5px solid var(--accent); color:var(--accent); }
h3 { font-size:10.5pt; margin:5mm 0 1.8mm; color:var(--accent); }
p { margin:0 0 2mm; }
.kicker { margin:0 0 1mm; color:var(--soft); font-size:9pt; letter-spacing:.08em; }
.lead { margin:2.5mm 0 0; color:var(--soft); }
.note { color:var(--soft); font-size:8.8pt; }
.notice { margin:4mm 0 5mm; padding:2.6mm 3.5mm; border:1px solid var(--line); border-left:3px solid var(--accent); background:var(--wash); font-size:9.4pt; break-inside:avoid; }
.notice.alarm { border-color:#e3b4b4; border-left-color:var(--impersonation); background:#fdf3f3; }
.notice p:last-child { margin:0; }
table.data { width:100%; border-collapse:collapse; font-size:8.8pt; line-height:1.45; margin:0 0 2mm; }
table.data thead { display:table-header-group; }
table.data th { text-align:left; font-weight:600; color:var(--soft); padding:1.2mm 1.6mm; border-bottom:1.2px solid var(--ink); vertical-align:bottom; }
table.data td { padding:1.3mm 1.6mm; border-bottom:1px solid var(--line); vertical-align:top; overflow-wrap:anywhere; }
table.data tr { break-inside:avoid; }
table.data .number { text-align:right; font-variant-numeric:tabular-nums; white-space:nowrap; }
table.data td.code, code { font-family:ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace; font-size:.92em; overflow-wrap:anywhere; }
dl.facts { margin:0; display:grid; grid-template-columns:1fr 1fr; column-gap:8mm; font-size:9.2pt; }
dl.facts > div { display:flex; gap:3mm; padding:.9mm 0; border-bottom:1px solid #edf0f3; break-inside:avoid; }
dl.facts dt { flex:0 0 27mm; color:var(--soft); }
dl.facts dd { margin:0; flex:1; min-width:0; overflow-wrap:anywhere; }
.verdict { display:inline-block; padding:.2mm 2mm; border:1px solid currentColor; border-radius:1mm; font-size:8.8pt; font-weight:600; white-space:nowrap; line-height:1.5; }
.impersonation { color:var(--impersonation); } .injected { color:var(--injected); } .certificate-sale { color:var(--certificate-sale); } .undecided { color:var(--undecided); }
.official { color:var(--official); } .benign { color:var(--benign); } .parked { color:var(--parked); } .unreachable { color:var(--unreachable); }
.state-bad { color:var(--impersonation); font-weight:600; } .state-warn { color:var(--certificate-sale); font-weight:600; }
.tiles { display:grid; grid-template-columns:repeat(4,1fr); gap:2.5mm; margin:0 0 4mm; }
.tile { border:1px solid var(--line); border-top:2.5px solid currentColor; padding:2mm 3mm; break-inside:avoid; }
.tile b { display:block; font-size:17pt; line-height:1.2; font-variant-numeric:tabular-nums; }
.tile span { font-size:9pt; font-weight:600; }
.tile small { display:block; color:var(--soft); font-size:7.8pt; line-height:1.45; margin-top:.6mm; }
.tile.zero { color:#9aa2ad; }
article.site { break-before:page; }
article.site > header { display:flex; gap:5mm; align-items:flex-start; border-bottom:1.5px solid currentColor; padding-bottom:2.5mm; margin-bottom:3mm; }
article.site > header h2 { border:0; margin:0; padding:0; color:var(--ink); font-size:14pt; overflow-wrap:anywhere; }
article.site > header .who { flex:1; min-width:0; color:var(--ink); }
article.site > header .who p { margin:1mm 0 0; font-size:9.2pt; color:var(--soft); overflow-wrap:anywhere; }
.score { text-align:right; white-space:nowrap; }
.score b { display:block; font-size:20pt; line-height:1.1; font-variant-numeric:tabular-nums; }
.score small { display:block; color:var(--soft); font-size:8pt; }
ul.plain { margin:0; padding:0 0 0 4.5mm; } ul.plain li { margin:0 0 .8mm; overflow-wrap:anywhere; }
.pair { display:grid; grid-template-columns:1fr 1fr; gap:4mm; align-items:start; }
figure { margin:0; break-inside:avoid; min-width:0; }
figure.narrow .frame { max-width:54mm; margin:0 auto; }
.frame { position:relative; border:1px solid #b9c0ca; background:#fff; line-height:0; }
.frame img { width:100%; height:auto; display:block; }
.frame svg { position:absolute; inset:0; width:100%; height:100%; overflow:hidden; }
.frame rect { fill:none; vector-effect:non-scaling-stroke; stroke-width:1.6px; }
rect.match { stroke:#0b7a4b; } .frame rect.same { stroke:#0b7a4b; stroke-width:.8px; fill:rgba(11,122,75,.09); } .frame rect.difference { stroke:#c8102e; stroke-dasharray:5 3; fill:rgba(200,16,46,.05); } rect.sign { stroke:#1f5fbf; }
.frame text { font:600 1px sans-serif; fill:#fff; } text.tag { text-anchor:middle; dominant-baseline:central; }
g.match .flag, g.same .flag { fill:#0b7a4b; } g.difference .flag { fill:#c8102e; } g.sign .flag { fill:#1f5fbf; }
figcaption { font-size:8pt; line-height:1.45; color:var(--soft); margin-top:1mm; overflow-wrap:anywhere; }
figcaption b { color:var(--ink); font-size:9pt; }
.missing { border:1px dashed #b9c0ca; padding:9mm 4mm; text-align:center; color:var(--soft); font-size:9pt; }
.legend { display:flex; flex-wrap:wrap; gap:1mm 5mm; font-size:8.4pt; color:var(--soft); margin:1.5mm 0 0; }
.key { display:inline-block; width:5mm; height:2.6mm; margin-right:1.2mm; vertical-align:-.2mm; border:1.6px solid; }
.key.match { border-color:#0b7a4b; } .key.same { border:.8px solid #0b7a4b; background:rgba(11,122,75,.16); } .key.difference { border-color:#c8102e; border-style:dashed; } .key.sign { border-color:#1f5fbf; }
.thumbs { display:flex; flex-wrap:wrap; gap:3mm; margin-top:3mm; } .thumbs figure { width:27mm; }
.brief { display:grid; grid-template-columns:1fr 34mm; gap:5mm; padding:3mm 0; border-bottom:1px solid var(--line); break-inside:avoid; }
.brief h3 { margin:0 0 1mm; color:var(--ink); overflow-wrap:anywhere; } .brief h3 .verdict { margin-left:2mm; }
.brief .note { margin:0 0 .8mm; overflow-wrap:anywhere; }
.weight { font-variant-numeric:tabular-nums; font-weight:600; } .weight.minus { color:var(--benign); } .weight.zero { color:var(--soft); font-weight:400; }
table.data .digest { display:grid; grid-template-columns:12mm 1fr; font-size:6.5pt; line-height:1.5; } table.data .digest i { font-style:normal; color:var(--soft); }
table.data.dense { font-size:7.6pt; line-height:1.35; } table.data.dense td { padding:.7mm 1.2mm; } table.data.dense .note { font-size:7pt; }
table.data.narrow { width:auto; min-width:50%; }
section.keep { break-inside:avoid; }
.expected { color:var(--soft); }
footer { margin-top:10mm; padding-top:2.5mm; border-top:1px solid var(--line); color:var(--soft); font-size:8.4pt; }
@page { size:A4; margin:15mm 14mm 17mm; @bottom-right { content:counter(page) " / " counter(pages); font:8pt sans-serif; color:#5b6472; } }
@media print { body { background:#fff; } main { max-width:none; margin:0; padding:0; box-shadow:none; } h2.new-page { break-before:page; margin-top:0; } }
@media screen and (max-width:760px) { main { margin:0; padding:6mm 4mm; } dl.facts,.pair { grid-template-columns:1fr; } .tiles { grid-template-columns:1fr 1fr; } .brief { grid-template-columns:1fr; } }
`;
