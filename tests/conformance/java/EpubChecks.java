import com.adobe.epubcheck.tool.EpubChecker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Runs EPUBCheck over many books in one JVM: its messages, each after the book's path and a tab. */
public class EpubChecks {
    public static void main(String[] args) {
        PrintStream out = System.out;
        for (String path : args) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream capture = new PrintStream(said);
            System.setOut(capture);
            System.setErr(capture);
            int code = new EpubChecker().run(new String[] {path, "--failonwarnings", "--usage"});
            capture.flush();
            said.toString().lines()
                    .filter(line -> line.matches("(FATAL|ERROR|WARNING|USAGE)\\(.*"))
                    .forEach(line -> out.println("FINDING\t" + path + "\t" + line));
            out.println((code == 0 ? "PASS\t" : "FAIL\t") + path);
        }
    }
}
