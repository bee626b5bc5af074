package io.kgen.protocols.contracts;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Writes the fields of a nested record among those of the record that holds it, and reads them from there. */
@JacksonAnnotationsInside
@JsonUnwrapped
// Jackson also accepts the nested form, under this name. No caller sends a field with such a name.
@JsonProperty("(flattened)")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Flattened {}
