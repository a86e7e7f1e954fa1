package dev.alize.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Sentences of ordinary mails and reports in French, Spanish and Portuguese, full of numbers that are no identifiers:
 * templates with dates, prices and order numbers by chance. The same with every call.
 */
public final class OrdinarySentences {
    private static final long SEED = 20_261_121;
    private static final List<String> FRENCH = List.of(
            "La commande n° %s a été expédiée le %s pour un montant de %s €.",
            "En %s, la population était de %s habitants, soit %s de plus qu'avant.",
            "Le colis %s pèse %s kg et coûte %s euros, livraison le lundi.",
            "Référence produit %s, lot %s, quantité %s pièces en stock.",
            "Le vol %s part à %s et arrive porte %s, merci d'être à l'heure.",
            "La facture numéro %s du %s s'élève à %s euros toutes taxes comprises.",
            "Le chiffre d'affaires est passé de %s à %s euros en %s mois.",
            "Le numéro de dossier %s concerne la page %s du règlement %s.");
    private static final List<String> SPANISH = List.of(
            "El pedido %s se envió el %s por un importe de %s euros.",
            "La población pasó de %s a %s habitantes en %s años.",
            "La factura número %s del %s asciende a %s euros.",
            "Referencia %s, lote %s, cantidad %s unidades en el almacén.",
            "El expediente %s se abrió el %s con %s documentos.",
            "El seguimiento %s indica que llegará el %s con %s paquetes.");
    private static final List<String> PORTUGUESE = List.of(
            "A encomenda %s foi enviada em %s pelo valor de %s euros.",
            "A população passou de %s para %s habitantes em %s anos.",
            "A fatura número %s de %s totaliza %s reais.",
            "Referência %s, lote %s, quantidade %s unidades no armazém.",
            "O processo %s foi aberto em %s com %s documentos.",
            "O código de rastreio %s chega em %s com %s volumes.");

    private OrdinarySentences() {}

    /** A third in each of the languages. */
    public static List<String> of(int count) {
        Random random = new Random(SEED);
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> templates = List.of(FRENCH, SPANISH, PORTUGUESE).get(i % 3);
            sentences.add(String.format(
                    Locale.ROOT,
                    templates.get(random.nextInt(templates.size())),
                    number(random),
                    number(random),
                    number(random)));
        }
        return sentences;
    }

    /** Dates, prices, years, and order numbers of every length and grouping that is usual. */
    private static String number(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> String.format(Locale.ROOT, "%02d/%02d/%d", day(random), month(random), year(random));
            case 1 -> String.format(Locale.ROOT, "%d-%02d-%02d", year(random), month(random), day(random));
            case 2 -> String.valueOf(year(random));
            case 3 -> digits(random, 1 + random.nextInt(4)) + "," + digits(random, 2);
            case 4 -> digits(random, 3) + " " + digits(random, 3);
            case 5 -> digits(random, 1 + random.nextInt(3)) + " " + digits(random, 3) + " " + digits(random, 3);
            case 6 -> digits(random, 1 + random.nextInt(3)) + "." + digits(random, 3) + "." + digits(random, 3);
            case 7 -> digits(random, 6 + random.nextInt(3));
            case 8 -> digits(random, 9);
            case 9 -> digits(random, 10 + random.nextInt(2));
            case 10 -> digits(random, 12 + random.nextInt(3));
            case 11 -> digits(random, 3) + "-" + digits(random, 7) + "-" + digits(random, 7);
            case 12 -> "CMD-" + year(random) + "-" + digits(random, 5);
            default -> day(random) + "h" + digits(random, 2);
        };
    }

    private static int day(Random random) {
        return 1 + random.nextInt(28);
    }

    private static int month(Random random) {
        return 1 + random.nextInt(12);
    }

    private static int year(Random random) {
        return 1950 + random.nextInt(80);
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder(count).append((char) ('1' + random.nextInt(9)));
        while (digits.length() < count) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
