/**
 * Names of the months, January first, as the locales of CLDR write them in dates: small letters, without dots and apostrophes. Names that
 * are another month in another language stand below.
 */
const names: readonly string[] = [
  'jan january januar janv janvier ene enero janeiro gen gennaio januari sty stycznia styczeń led ledna leden januára január ian ianuarie януари янв января январь січ січня січень јан јануар sij siječnja siječanj јануари ιαν ιανουαρίου oca ocak tammi tammikuuta tammikuu jaan jaanuar janvāris sausio sausis janúar ean eanáir gener xan xaneiro urt urtarrila janar januarie januwari มค มกราคม ມກ ມັງກອນ មករា ဇန် ဇန်နဝါရီ जन जनवरी जाने जानेवारी জানু জানুয়ারি જાન્યુ જાન્યુઆરી ਜਨ ਜਨਵਰੀ ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ ജനു ജനുവരി දුරුතු جنوری ژانویه ژانویهٔ يناير ינו ינואר იან იანვარი հնվ հունվարի հունվար yan yanvar қаң қаңтар ጃን ጃንዋሪ сту студзеня студзень',
  'feb february februar févr février febrero fev fevereiro febbraio februari lut lutego luty úno února únor februára február febr februarie февруари февр февраля февраль лют лютого лютий феб фебруар velj veljače veljača фев φεβ φεβρουαρίου şub şubat helmi helmikuuta helmikuu veebr veebruar februāris vasario vasaris febrúar feabh feabhra febrer febreiro ots otsaila shk shkurt februwari peb pebrero กพ กุมภาพันธ์ ກພ ກຸມພາ កុម្ភៈ ဖေ ဖေဖော်ဝါရီ फ़र फ़रवरी फेब्रु फेब्रुवारी ফেব ফেব্রুয়ারি ફેબ્રુ ફેબ્રુઆરી ਫ਼ਰ ਫ਼ਰਵਰੀ பிப் பிப்ரவரி ఫిబ్ర ఫిబ్రవరి ಫೆಬ್ರ ಫೆಬ್ರವರಿ ഫെബ്രു ഫെബ്രുവരി නවම් फेब्रुअरी فروری فوریه فوریهٔ فبراير פבר פברואר თებ თებერვალი փտվ փետրվարի փետրվար fevral ақп ақпан ፌብ ፌብሩዋሪ лютага люты',
  'mar march märz mär mars marzo março mrt maart marca marzec bře března březen marec márc március martie март мар марта бер березня березень ožu ožujka ožujak mart μαρ μαρτίου marts maalis maaliskuuta maaliskuu märts kovo kovas márta març martxoa mac machi mas mashi marso maret มีค มีนาคม ມນ ມີນາ មីនា မတ် मार्च মার্চ માર્ચ ਮਾਰਚ மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച് මැදින් مارچ مارس מרץ მარ მარტი մրտ մարտի մարտ нау наурыз ማርች сак сакавіка сакавік',
  'apr april avr avril abr abril aprile kwi kwietnia kwiecień dub dubna duben apríla apríl ápr április aprilie април апр апреля апрель квіт квітня квітень tra travnja travanj απρ απριλίου nis nisan huhti huhtikuuta huhtikuu aprill aprīlis balandžio balandis aib aibreán api apirila pri prill aprili eph ephreli เมย เมษายน ມສ ເມສາ មេសា ဧ ဧပြီ अप्रैल एप्रि एप्रिल এপ্রি এপ্রিল એપ્રિલ ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി ഏപ്രിൽ බක් अप्रिल اپریل آوریل أبريل אפר אפריל აპრ აპრილი ապր ապրիլի ապրիլ aprel сәу сәуір ኤፕሪ ኤፕሪል кра красавіка красавік',
  'may mai mayo maio mag maggio mei maj maja kvě května květen máj mája május май мая трав травня травень мај svi svibnja svibanj μαΐ μαΐου mayıs touko toukokuuta toukokuu maijs gegužės gegužė maí beal bealtaine maig maiatza mey meyi พค พฤษภาคม ພພ ພຶດສະພາ ឧសភា မေ मई मे মে મે ਮਈ மே మే ಮೇ മേയ് වෙසක් مئی مه مهٔ مايو מאי მაი მაისი մյս մայիսի մայիս мам мамыр ሜይ',
  'jun june juni juin junio junho giu giugno cze czerwca czerwiec čvn června červen jún júna június iun iunie юни июн июнь июня черв червня червень јун lipnja lipanj junij јуни ιουν ιουνίου haz haziran kesä kesäkuuta kesäkuu juuni jūn jūnijs birželio birželis júní meith meitheamh juny xuño eka ekaina qer qershor junie hun hunyo มิย มิถุนายน ມິຖ ມິຖຸນາ មិថុនា ဇွန် जून জুন જૂન ਜੂਨ ஜூன் జూన్ ಜೂನ್ ജൂൺ පොසොන් जुन جون ژوئن يونيو יוני ივნ ივნისი հնս հունիսի հունիս iyn iyun мау маусым ጁን чэр чэрвеня чэрвень',
  'jul july juli juil juillet juill julio julho lug luglio lipca lipiec čvc července červenec júl júla július iul iulie юли июл июль июля лип липня липень јул srpnja srpanj julij јули ιουλ ιουλίου tem temmuz heinä heinäkuuta heinäkuu juuli jūl jūlijs liepos liepa júlí iúil juliol xul xullo uzt uztaila korr korrik julie julai julayi hul hulyo กค กรกฎาคม ກລ ກໍລະກົດ កក្កដា ဇူ ဇူလိုင် जुल जुलाई जुलै জুল জুলাই જુલાઈ ਜੁਲਾ ਜੁਲਾਈ ஜூலை జులై ಜುಲೈ ജൂലൈ ඇසළ جولائی ژوئیه ژوئیهٔ يوليو יולי ივლ ივლისი հլս հուլիսի հուլիս iyl iyul шіл шілде ጁላይ ліп ліпеня ліпень',
  'aug august août ago agosto augustus sie sierpnia sierpień srpna srpen augusta augusztus август авг августа серп серпня серпень kol kolovoza kolovoz avg avgust αυγ αυγούστου ağu ağustos augusti elo elokuuta elokuu augusts rugpjūčio rugpjūtis ágú ágúst lún lúnasa ag agost abu abuztua gush gusht agosti aga agasti agu agustus ogo ogos สค สิงหาคม ສຫ ສິງຫາ សីហា ဩ ဩဂုတ် अग अगस्त ऑग ऑगस्ट আগ আগস্ট ઑગસ્ટ ਅਗ ਅਗਸਤ ஆக ஆகஸ்ட் ఆగ ఆగస్టు ಆಗ ಆಗಸ್ಟ್ ഓഗ ഓഗസ്റ്റ് නිකිණි अगस्ट اگست اوت أغسطس אוג אוגוסט აგვ აგვისტო օգս օգոստոսի օգոստոս avq avqust там тамыз ኦገስ ኦገስት жні жніўня жнівень',
  'sep september sept septembre septiembre set setembro settembre wrz września wrzesień zář září septembra szept szeptember septembrie септември сент сентября сентябрь вер вересня вересень сеп септембар ruj rujna rujan septembar σεπ σεπτεμβρίου eyl eylül syys syyskuuta syyskuu septembris rugsėjo rugsėjis mfómh setembre ira iraila sht shtator septemba septhemba setyembre กย กันยายน ກຍ ກັນຍາ កញ្ញា စက် စက်တင်ဘာ सित सितंबर सप्टें सप्टेंबर সেপ সেপ্ট সেপ্টেম্বর સપ્ટે સપ્ટેમ્બર ਸਤੰ ਸਤੰਬਰ செப் செப்டம்பர் సెప్టెం సెప్టెంబర్ ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റം സെപ്റ്റംബർ බිනර सेप्टेम्बर ستمبر سپتامبر سبتمبر ספט ספטמבר სექ სექტემბერი սեպ սեպտեմբերի սեպտեմբեր sen sentyabr қыр қыркүйек sentabr сен ሴፕቴ ሴፕቴምበር верасня верасень',
  'oct october okt oktober octobre octubre out outubro ott ottobre paź października październik říj října říjen októbra október octombrie октомври окт октября октябрь жовт жовтня жовтень октобар oktobar οκτ οκτωβρίου eki ekim loka lokakuuta lokakuu oktoober oktobris spalio spalis dfómh urr urria tet tetor oktoba okthoba oktubre ตค ตุลาคม ຕລ ຕຸລາ តុលា အောက် အောက်တိုဘာ अक्टू अक्टूबर ऑक्टो ऑक्टोबर অক্টো অক্টোবর ઑક્ટો ઑક્ટોબર ਅਕਤੂ ਅਕਤੂਬਰ அக் அக்டோபர் అక్టో అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ ഒക്ടോ ഒക്‌ടോബർ වප් अक्टोबर اکتوبر اکتبر أكتوبر אוק אוקטובר ოქტ ოქტომბერი հոկ հոկտեմբերի հոկտեմբեր oktyabr қаз қазан oktabr ኦክቶ ኦክቶበር кас кастрычніка кастрычнік',
  'nov november novembre noviembre novembro listopadu novembra noiembrie ноември нояб ноября ноябрь лист листопада листопад нов новембар stu studenoga studeni novembar ное νοε νοεμβρίου kas kasım marras marraskuuta marraskuu novembris lapkričio lapkritis nóv nóvember samh samhain aza azaroa nën nëntor novemba nob nobyembre พย พฤศจิกายน ພຈ ພະຈິກ វិច្ឆិកា နို နိုဝင်ဘာ नव नवंबर नोव्हें नोव्हेंबर নভে নভেম্বর નવે નવેમ્બર ਨਵੰ ਨਵੰਬਰ நவ நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം നവംബർ ඉල් नोभेम्बर نومبر نوامبر نوفمبر נוב נובמבר ნოე ნოემბერი նոյ նոյեմբերի նոյեմբեր noy noyabr қар қараша ноя ኖቬም ኖቬምበር ліс лістапада лістапад',
  'dec december dez dezember déc décembre dic diciembre dezembro dicembre gru grudnia grudzień pro prosince prosinec decembra decembrie декември дек декабря декабрь груд грудня грудень дец децембар prosinca prosinac decembar δεκ δεκεμβρίου ara aralık des desember joulu joulukuuta joulukuu dets detsember decembris gruodžio gruodis noll nollaig desembre decembro abe abendua dhj dhjetor desemba dis disemba disyembre disember ธค ธันวาคม ທວ ທັນວາ ធ្នូ ဒီ ဒီဇင်ဘာ दिस दिसंबर डिसें डिसेंबर ডিসে ডিসেম্বর ડિસે ડિસેમ્બર ਦਸੰ ਦਸੰਬਰ டிச டிசம்பர் డిసెం డిసెంబర్ ಡಿಸೆಂ ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ උඳුවප් डिसेम्बर دسمبر دسامبر ديسمبر דצמ דצמבר დეკ დეკემბერი դեկ դեկտեմբերի դեկտեմբեր dek dekabr жел желтоқсан ዲሴም ዲሴምበር сне снежня снежань',
];

const numbers: ReadonlyMap<string, number> = new Map(
  names.flatMap((words, index) => words.split(' ').map((word): [string, number] => [word, index + 1])),
);

/** Croatian months, and what the same word is in Polish or Czech. */
const shared: ReadonlyMap<string, readonly [croatian: number, other: number]> = new Map([
  ['lip', [6, 7]],
  ['lis', [10, 11]],
  ['listopada', [10, 11]],
  ['listopad', [10, 11]],
  ['srp', [7, 8]],
]);

/** 1 … 12; null for a word that is no month. */
export function monthOf(word: string, croatian: boolean): number | null {
  const plain = word
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[.'’׳॰]/g, '');
  const either = shared.get(plain);
  if (either !== undefined) return either[croatian ? 0 : 1];
  return numbers.get(plain) ?? numbers.get(plain.replace(/^[dב](?=.{2})/, '')) ?? null;
}
