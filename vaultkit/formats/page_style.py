"""How a page looks: on a phone, at a desk, in the dark and on paper."""

STYLE = """\
:root {
  color-scheme: light dark;
  --ink: #1f2328; --soft: #59636e; --line: #d5dae0; --paper: #fff; --shade: #f4f6f8;
  --link: #0b57a8; --bar: #4a7fb5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e7eb; --soft: #a3acb6; --line: #3a414a; --paper: #16191d; --shade: #20252b;
    --link: #8ab8ea; --bar: #6f9fd0;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; color: var(--ink); background: var(--paper);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .7rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p, ul, ol { margin: .5rem 0; }
ul + p { margin-top: 1.1rem; }
ul, ol { padding-left: 1.3rem; }
li { margin: .25rem 0; }
a { color: var(--link); }
time { white-space: nowrap; }
table {
  border-collapse: collapse; margin: .7rem 0; max-width: 100%;
  font-variant-numeric: tabular-nums; overflow-wrap: normal;
}
th, td { padding: .3rem .7rem .3rem 0; text-align: left; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; font-size: .9rem; }
td:nth-child(4) { color: var(--bar); letter-spacing: -.05em; white-space: nowrap; }
pre {
  margin: .6rem 0; padding: .8rem 1rem; background: var(--shade); border-radius: 6px;
  font: inherit; white-space: pre-wrap;
}
code { padding: .1em .3em; background: var(--shade); border-radius: 4px; font-size: .9em; }
blockquote { margin: .6rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
hr { border: 0; border-top: 1px solid var(--line); }
figure { margin: 1.5rem 0; }
figcaption { font-weight: 600; margin-bottom: .4rem; }
svg { display: block; font-size: 14px; }
svg text { fill: var(--ink); }
svg .number { fill: var(--soft); }
svg rect { fill: var(--bar); }
@media print {
  :root {
    color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --shade: #fff;
    --link: #000; --bar: #555;
  }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  pre { border: 1px solid var(--line); }
  h1, h2, h3 { break-after: avoid; }
  li, tr, pre, figure { break-inside: avoid; }
  a { text-decoration: none; }
  p > a[href^="mailto:"]:only-child { display: none; }
  svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
