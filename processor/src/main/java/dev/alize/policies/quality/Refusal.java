package dev.alize.policies.quality;

import com.google.re2j.Pattern;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Whether an answer begins by refusing, in English, French, German, Spanish or Italian. The phrases are those with which
 * models refuse; they count in the first sentence, or behind a first sentence such as an apology.
 */
final class Refusal {
    /** Units of the answer that are read. */
    private static final int BEGINNING = 400;

    private static final String LEAD =
            "^[^\\p{L}]{0,20}(?:[^.!?;\\n]{0,100}[,.!;:\\x{2014}-]\\s*){0,2}(?:but |however,? |mais |aber |pero |ma )?";

    private static final String ENGLISH_VERBS =
            "help|assist|provide|fulfil|comply|creat|writ|generat|do that|do this|answer|support|engag|continu|discuss"
                    + "|shar|giv|offer|participat|complet|produc|mak|respond|process|say|tell|offer|promot|facilitat"
                    + "|encourag|accommodat|advis|recommend";

    private static final String CORES = String.join(
            "|",
            "i(?:'m| am) (?:unable|not able|not allowed|not permitted|not programmed|not going|not willing) to",
            "i (?:can't|cannot|can not|won't|will not|could not|couldn't|shouldn't|am not able to)(?: [a-z]+ly)? (?:"
                    + ENGLISH_VERBS + ")",
            "i (?:must|have to|need to)(?: [a-z]+ly)? (?:decline|refuse)",
            "i(?:'m| am) not comfortable",
            "as an ai(?: language)?(?: model| assistant)?,? i(?:'m| am| can't| cannot| do not| don't)",
            "je ne (?:peux|pourrai|saurais) (?:malheureusement )?pas (?:vous |te |t'|y |l'|le |la |en )?"
                    + "(?:aider|fournir|répondre|créer|écrire|rédiger|générer|donner|accéder|faire|continuer|traiter|assister|proposer|satisfaire|participer)",
            "je ne suis pas (?:en mesure|autorisée?|capable) d",
            "il m'est (?:malheureusement )?impossible d",
            "je (?:dois|me vois contrainte? de) (?:refuser|décliner)",
            "ich kann (?:(?:dir|ihnen|euch|das|dies|dabei|damit|hierbei|dazu|leider|diese[mnrs]? \\p{L}+) ){0,4}nicht (?:\\p{L}+ ){0,3}?"
                    + "(?:helfen|weiterhelfen|behilflich|unterstützen|beantworten|nachkommen|erfüllen|schreiben|erstellen|geben|dienen|machen|bereitstellen)",
            "(?:das|dabei|damit|hierbei|leider) kann ich (?:(?:dir|ihnen|euch|das|dabei|damit|leider) ){0,3}nicht",
            "ich bin nicht in der lage",
            "ich darf (?:(?:dir|ihnen|das|leider|keine) ){0,3}(?:nicht|keine)",
            "ich muss (?:(?:das|dies|diese|leider|anfrage) ){0,4}ablehnen",
            "no puedo (?:ayudar|asistir|proporcionar|cumplir|responder|crear|escribir|generar|dar|ofrecer|hacer|continuar|atender|facilitar|participar)",
            "no (?:me es posible|estoy en condiciones de|estoy autorizad[oa] a|soy capaz de)",
            "(?:debo|tengo que) (?:rechazar|negarme)",
            "non posso (?:aiutar|assister|fornir|soddisfare|rispond|crear|scriver|generar|dar|offrir|far|continuar|partecipar)",
            "non sono (?:in grado|autorizzat[oa]|capace) ",
            "(?:devo|sono costrett[oa] a) (?:rifiutare|declinare)");

    private static final Pattern REFUSAL = Pattern.compile(LEAD + "(?:" + CORES + ")");

    private Refusal() {}

    static boolean begins(String text) {
        String beginning = Normalizer.normalize(
                        text.substring(0, Math.min(BEGINNING, text.length())), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replace('\u00a0', ' ');
        return REFUSAL.matcher(beginning).find();
    }
}
