import java.io.File;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates PDF files against one flavour (ua1, 2a ...): a tab-separated line for each finding and file. */
public class VeraPdf {
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString(args[0]);
        for (int i = 1; i < args.length; i++) {
            validate(args[i], flavour);
        }
    }

    private static void validate(String path, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Set<String> findings = new TreeSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                findings.add(
                        assertion.getRuleId().getClause() + "-"
                                + assertion.getRuleId().getTestNumber() + "\t"
                                + assertion.getMessage().replaceAll("\\s+", " "));
            }
            findings.forEach(finding -> System.out.println("FINDING\t" + path + "\t" + finding));
            System.out.println((result.isCompliant() ? "PASS\t" : "FAIL\t") + path);
        }
    }
}
