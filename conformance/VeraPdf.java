import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds PDF files against flavours (3a, ua1): VeraPdf FLAVOUR,… FILE…; writes lines parted by tabs. */
public class VeraPdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int place = 1; place < arguments.length; place++) {
            for (String flavour : arguments[0].split(",")) {
                check(PDFAFlavour.fromString(flavour), arguments[place]);
            }
        }
    }

    private static void check(PDFAFlavour flavour, String file) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
            ValidationResult result = validator.validate(parser);
            System.out.println("checked\t" + file + "\t" + flavour + "\t" + result.getTotalAssertions());
            Map<String, Integer> failures = new TreeMap<>();
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber();
                    failures.merge(rule + " " + each.getMessage(), 1, Integer::sum);
                }
            }
            if (!result.isCompliant() && failures.isEmpty()) {
                failures.put("not compliant", 1);
            }
            failures.forEach((message, times) ->
                System.out.println("failed\t" + file + "\t" + flavour + "\t" + times + " x " + message));
        }
    }
}
