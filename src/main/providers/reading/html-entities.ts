/** Text of HTML with its character references resolved; what is not known stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z][a-z0-9]{1,30});?/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return whole.endsWith(';') || bare.has(name) ? (named.get(name) ?? whole) : whole;
    const hex = name.charAt(1).toLowerCase() === 'x';
    const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\uFFFD';
    return String.fromCodePoint(code);
  });
}

/** Those that are known without their semicolon as well. */
const bare = new Set(['amp', 'lt', 'gt', 'quot', 'nbsp', 'copy', 'reg']);

const named = new Map(
  `amp:& lt:< gt:> quot:" apos:' copy:© reg:® trade:™ hellip:… mdash:— ndash:– lsquo:‘ rsquo:’ sbquo:‚ ldquo:“ rdquo:” bdquo:„ laquo:«
  raquo:» lsaquo:‹ rsaquo:› bull:• middot:· sect:§ para:¶ deg:° plusmn:± times:× divide:÷ minus:− frac12:½ frac14:¼ frac34:¾ sup1:¹ sup2:²
  sup3:³ micro:µ euro:€ pound:£ yen:¥ cent:¢ curren:¤ iexcl:¡ iquest:¿ ordf:ª ordm:º not:¬ macr:¯ acute:´ cedil:¸ uml:¨ szlig:ß aelig:æ
  AElig:Æ oslash:ø Oslash:Ø aring:å Aring:Å auml:ä Auml:Ä ouml:ö Ouml:Ö uuml:ü Uuml:Ü aacute:á Aacute:Á agrave:à Agrave:À acirc:â Acirc:Â
  atilde:ã Atilde:Ã ccedil:ç Ccedil:Ç eacute:é Eacute:É egrave:è Egrave:È ecirc:ê Ecirc:Ê euml:ë Euml:Ë iacute:í Iacute:Í igrave:ì Igrave:Ì
  icirc:î Icirc:Î iuml:ï Iuml:Ï ntilde:ñ Ntilde:Ñ oacute:ó Oacute:Ó ograve:ò Ograve:Ò ocirc:ô Ocirc:Ô otilde:õ Otilde:Õ uacute:ú Uacute:Ú
  ugrave:ù Ugrave:Ù ucirc:û Ucirc:Û yacute:ý Yacute:Ý yuml:ÿ eth:ð ETH:Ð thorn:þ THORN:Þ oelig:œ OElig:Œ scaron:š Scaron:Š larr:← uarr:↑
  rarr:→ darr:↓ harr:↔ rArr:⇒ lArr:⇐ hArr:⇔ infin:∞ asymp:≈ ne:≠ equiv:≡ le:≤ ge:≥ sum:∑ prod:∏ radic:√ int:∫ part:∂ nabla:∇ isin:∈ notin:∉
  cap:∩ cup:∪ sub:⊂ sup:⊃ sube:⊆ supe:⊇ and:∧ or:∨ forall:∀ exist:∃ empty:∅ alpha:α beta:β gamma:γ delta:δ epsilon:ε zeta:ζ eta:η theta:θ
  lambda:λ mu:μ nu:ν xi:ξ pi:π rho:ρ sigma:σ tau:τ phi:φ chi:χ psi:ψ omega:ω Gamma:Γ Delta:Δ Theta:Θ Lambda:Λ Xi:Ξ Pi:Π Sigma:Σ Phi:Φ Psi:Ψ
  Omega:Ω check:✓ star:☆ hearts:♥`
    .trim()
    .split(/\s+/)
    .map((pair): [string, string] => {
      const colon = pair.indexOf(':');
      return [pair.slice(0, colon), pair.slice(colon + 1)];
    }),
);
for (const [name, code] of [
  ['nbsp', 0xa0],
  ['emsp', 0x2003],
  ['ensp', 0x2002],
  ['thinsp', 0x2009],
  ['zwj', 0x200d],
  ['zwnj', 0x200c],
  ['lrm', 0x200e],
  ['rlm', 0x200f],
  ['shy', 0xad],
] as const) {
  named.set(name, String.fromCharCode(code));
}
