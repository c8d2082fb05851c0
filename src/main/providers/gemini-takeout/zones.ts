/** Minutes ahead of UTC by the abbreviations that Google writes; the few that several zones share are left out. */
const offsets: ReadonlyMap<string, number> = new Map(
  `UTC:0 GMT:0 WET:0 Z:0 WEST:60 BST:60 CET:60 CEST:120 MEZ:60 MESZ:120 SEČ:60 SELČ:120 EET:120 EEST:180 MSK:180 МСК:180 TRT:180
  WAT:60 CAT:120 SAST:120 EAT:180 PKT:300 NPT:345 WIB:420 ICT:420 WITA:480 SGT:480 MYT:480 HKT:480 PHST:480 AWST:480 WIT:540 JST:540
  KST:540 ACST:570 ACDT:630 AEST:600 AEDT:660 NZST:720 NZDT:780 NDT:-150 NST:-210 BRT:-180 BRST:-120 ART:-180 UYT:-180 CLST:-180
  CLT:-240 BOT:-240 VET:-240 AST:-240 ADT:-180 HNA:-240 HAA:-180 COT:-300 PET:-300 EST:-300 EDT:-240 HNE:-300 HAE:-240 CST:-360
  CDT:-300 HNC:-360 HAC:-300 MST:-420 MDT:-360 HNR:-420 HAR:-360 PST:-480 PDT:-420 HNP:-480 HAP:-420 AKST:-540 AKDT:-480 HST:-600
  HDT:-540`
    .trim()
    .split(/\s+/)
    .map((pair): [string, number] => [pair.slice(0, pair.indexOf(':')), Number(pair.slice(pair.indexOf(':') + 1))]),
);

export interface Zone {
  readonly minutes: number;
  /** What of the text says it. */
  readonly said: string;
}

/** The zone a time states: an offset, or an abbreviation. Null: none that is known. */
export function zoneOf(text: string, facts: { readonly twelveHours: boolean; readonly chinese: boolean }): Zone | null {
  const offset = /(?:GMT|UTC|\p{L}{3,12})\]?\s*([+-])\s*(\d{1,2})(?:[:.]?([0-5]\d))?(?!\d)/u.exec(text);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    if (minutes <= 14 * 60) return { minutes: offset[1] === '-' ? -minutes : minutes, said: offset[0] };
  }
  for (const [said] of text.matchAll(/(?<![\p{L}\p{N}])\p{Lu}{1,5}(?![\p{L}\p{N}])/gu)) {
    // China's, in a date written the Chinese way; India's is written with twelve hours, Ireland's and Israel's are not.
    if (said === 'CST' && facts.chinese) return { minutes: 480, said };
    if (said === 'IST' && facts.twelveHours) return { minutes: 330, said };
    const minutes = offsets.get(said);
    if (minutes !== undefined) return { minutes, said };
  }
  return null;
}
