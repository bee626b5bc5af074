package io.kgen.protocols.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.kgen.protocols.platform.ConfigSection;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBusOptions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The module structure as rules. The poms enforce most of the rules; this test documents all of them. */
class ArchitectureTest {

    private static final String ROOT = "io.kgen.protocols";
    private static final String APP = ROOT + ".app..";

    /** Matches a record that is read from a section of the configuration, and a component of such a record. */
    private static final DescribedPredicate<JavaClass> CONFIGURATION = DescribedPredicate.describe(
            "configuration", type -> isReadFromASection(type) || isAComponentOfAConfig(type));

    /** By reflection, because superclasses outside of the product are not imported. */
    private static final DescribedPredicate<JavaClass> THROWABLE =
            DescribedPredicate.describe("are throwables", type -> Throwable.class.isAssignableFrom(type.reflect()));

    private static JavaClasses product;

    @BeforeAll
    static void readClasses() {
        product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        assertThat(product.stream().map(JavaClass::getPackageName))
                .contains(
                        ROOT + ".users",
                        ROOT + ".analytics",
                        ROOT + ".kstore",
                        ROOT + ".gateway",
                        ROOT + ".bridge",
                        ROOT + ".contracts");
    }

    /** Each row: a module, and the modules that it may depend on. */
    @ParameterizedTest
    @CsvSource({
        "bus, bus",
        "contracts, bus",
        "member, bus contracts",
        "platform, platform",
        "postgres, bus platform",
        "audit, bus contracts platform postgres",
        "users, audit bus contracts platform postgres",
        "analytics, audit bus contracts platform postgres",
        "kstore, audit bus contracts platform postgres",
        "gateway, bus contracts platform",
        "bridge, bus contracts platform",
    })
    void aModuleDependsOnlyOnTheModulesBelowIt(String module, String below) {
        var allowed = Stream.concat(Stream.of(module), Arrays.stream(below.split(" ")))
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .because("domain modules communicate over the bus only, so that each can run in a separate node, "
                        + "and a change in one of them does not affect the others")
                .check(product);
    }

    @Test
    void noModuleDependsOnTheApplication() {
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(resideInAPackage(APP))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(APP)
                .because("only the launcher combines the modules")
                .check(product);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "analytics", "kstore", "gateway", "bridge"})
    void aDomainModuleExportsOnlyItsVerticlesAndItsConfig(String module) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + module)
                .and()
                .arePublic()
                .should()
                .beAssignableTo(VerticleBase.class)
                .orShould(be(CONFIGURATION))
                .because("other modules call a domain module over the bus only; its internals may change")
                .check(product);
    }

    /** A type of a sub-package is public only because another package of the same module needs it. */
    @ParameterizedTest
    @ValueSource(strings = {"bus", "platform", "postgres", "users", "analytics", "kstore", "gateway", "bridge"})
    void noModuleUsesTheSubPackagesOfAnotherModule(String module) {
        var root = ROOT + "." + module;
        noClasses()
                .that()
                .resideOutsideOfPackage(root + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAPackage(root))))
                .because("other modules use the root package only; sub-packages may change")
                .check(product);
    }

    @Test
    void everyThrowableNameEndsWithException() {
        classes()
                .that(THROWABLE)
                .should()
                .haveSimpleNameEndingWith("Exception")
                .because("a reader recognizes a throwable by its name")
                .check(product);
    }

    /**
     * {@code EventBusOptions} configures the TCP server of the bus, which is a part of the cluster. {@code WarmUp} sends
     * plain JSON without a valid event, in the form of a remote request; {@code BusClient} sends valid records only.
     */
    @Test
    void onlyTheBusModuleUsesTheEventBus() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".bus..")
                .and()
                .doNotHaveFullyQualifiedName(WarmUp.class.getName())
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.vertx.core.eventbus..").and(not(type(EventBusOptions.class))))
                .because("only that module handles messages while nodes join and leave")
                .check(product);
    }

    @Test
    void onlyTheGatewayConnectionsUseVertxInternals() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".gateway.connections")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..impl..")
                .because("internals may change with each release; docs/dependencies.md lists the checks for an upgrade")
                .check(product);
    }

    private static boolean isReadFromASection(JavaClass type) {
        return type.getMethods().stream()
                .anyMatch(method -> method.getRawParameterTypes().stream()
                        .anyMatch(parameter -> parameter.isEquivalentTo(ConfigSection.class)));
    }

    private static boolean isAComponentOfAConfig(JavaClass type) {
        return type.getPackage().getClasses().stream()
                .filter(config -> config.getSimpleName().endsWith("Config"))
                .flatMap(config -> config.getFields().stream())
                .anyMatch(field -> field.getAllInvolvedRawTypes().contains(type));
    }
}
